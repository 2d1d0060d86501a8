//! What a schema says is all that there is to say.

use idol_debug::schema::{Access, Call, Form, Kind, Schema};
use idol_debug::{Outcome, Task, Type, Value, json};

use super::calls::expected::all_calls;
use super::random::Random;
use super::tasks::{SERVERS, Stubs, Target, Tasks, link_two_servers};

/// How many random values each operation is tried with.
const TRIES: usize = 200;

/// By the JSON alone: the bytes are those that the debug information leads to,
/// both ways.
pub(crate) fn calls_by_a_schema_alone(tasks: &Tasks, target: Target) {
    let calls = all_calls();
    let mut random = Random::default();
    for server in SERVERS {
        let file = tasks.get(target, Stubs::Typed, server);
        let task = Task::read(file).expect("it can be read");
        let interface =
            task.interface().expect("it is right").expect("it serves");
        let made = task.schema(&interface).expect("all is described");
        let schema = Schema::from_json(&made.to_json()).expect("it is one");
        assert_eq!(schema, made);
        assert_eq!(schema.word, if target == Target::Host { 8 } else { 4 });
        assert_eq!(schema.operations.len(), interface.operations.len());
        for known in calls.iter().filter(|call| call.server == server) {
            let name = known.operation;
            let operation =
                task.operation(&interface, name).expect("it is there");
            assert_eq!(
                schema.encode(name, &known.arguments),
                operation.encode(&known.arguments),
                "{name}"
            );
            let call = schema.call(name).expect("it is there");
            let (code, body) =
                call.answer(&known.outcome).expect("it answers so");
            let decoded = operation.decode(code, &body);
            assert_eq!(decoded, Ok(known.outcome.clone()), "{name}");
        }
        for model in &interface.operations {
            let name = model.name.as_str();
            let operation =
                task.operation(&interface, name).expect("it is there");
            let call = schema.call(name).expect("it is there");
            assert_eq!(call.operation.number, operation.number());
            for _ in 0..TRIES {
                any_call(&mut random, &call, &operation);
                any_answer(&mut random, &call, &operation);
            }
        }
    }
}

fn any_call(
    random: &mut Random,
    call: &Call<'_>,
    operation: &idol_debug::Operation<'_>,
) {
    let names = call.operation.arguments.iter().map(|a| a.name.as_str());
    let values = call.arguments.iter().map(|ty| random.value(ty));
    let arguments: Vec<_> = names.zip(values).collect();
    let message = call.encode(&arguments).expect("they fit");
    assert_eq!(operation.encode(&arguments), Ok(message.clone()));
    assert_eq!(call.arguments(&message), Ok(arguments.clone()));
    let bounds = call.operation.message;
    assert!((bounds.min..=bounds.max).contains(&message.len()));
    let mut at = 0;
    for (argument, (ty, (_, value))) in call
        .operation
        .arguments
        .iter()
        .zip(call.arguments.iter().zip(&arguments))
    {
        if let Some(offset) = argument.offset {
            at = offset;
            assert!(at + argument.size.min <= message.len());
        }
        there_and_back(ty, value);
    }
    assert!(at <= message.len());
}

fn any_answer(
    random: &mut Random,
    call: &Call<'_>,
    operation: &idol_debug::Operation<'_>,
) {
    let mut outcomes = vec![Outcome::Ok(random.value(&call.reply))];
    outcomes.push(Outcome::ServerDied { generation: 7 });
    if let Some(error) = &call.error {
        outcomes.push(Outcome::Err(random.value(error)));
    }
    for outcome in outcomes {
        let (code, body) = call.answer(&outcome).expect("it answers so");
        assert_eq!(call.decode(code, &body), Ok(outcome.clone()));
        assert_eq!(operation.decode(code, &body), Ok(outcome));
        assert!(body.len() <= call.operation.room);
    }
    // What no server answers means the same to both: nothing.
    let length = random.below(call.operation.room + 2);
    let body: Vec<_> = (0..length).map(|_| random.byte()).collect();
    for code in [0, 1, 2, 7, 300, 0x1_0000] {
        let (by_schema, by_file) =
            (call.decode(code, &body), operation.decode(code, &body));
        match by_schema {
            // Not a number is no value that equals itself.
            Ok(value) => assert_eq!(
                format!("{value:?}"),
                format!("{:?}", by_file.expect("it is a value"))
            ),
            Err(_) => assert!(by_file.is_err(), "{code} {body:?}"),
        }
    }
}

/// A value as JSON, and back.
fn there_and_back(ty: &Type, value: &Value) {
    let text = json::text(ty, value).expect("it is of the type");
    assert_eq!(json::read(ty, &text).as_ref(), Ok(value), "{text}");
}

/// A host's file holds several servers, and one of them twice.
pub(crate) fn several_servers(tasks: &Tasks, target: Target) {
    let store = tasks.get(target, Stubs::Typed, "store");
    let store = Task::read(store).expect("it can be read");
    assert_eq!(store.interfaces().expect("they are right").len(), 1);
    if target != Target::Host {
        return;
    }
    let linked = link_two_servers(target, "two_in_one_crate", true);
    let file = linked.expect("there is a compiler").expect("it links");
    let task = Task::read(&file).expect("it can be read");
    let mut names = Vec::new();
    for interface in task.interfaces().expect("they are right") {
        let schema = task.schema(&interface).expect("all is described");
        assert!(!schema.operations.is_empty());
        for operation in &schema.operations {
            schema.call(&operation.name).expect("it is whole");
        }
        names.push(schema.interface);
    }
    names.sort_unstable();
    assert_eq!(names, ["Bench", "Relic", "Store"]);
    assert_eq!(task.servers().expect("they are right").len(), 3);

    // What is special about a type is told.
    let file = tasks.get(target, Stubs::Typed, "bench");
    let task = Task::read(file).expect("it can be read");
    let bench = task.interface().expect("it is right").expect("it serves");
    let schema = task.schema(&bench).expect("all is described");
    let choose = schema.call("choose").expect("it is there");
    let forms = choose.operation.arguments.iter().map(|a| a.form);
    assert_eq!(
        forms.collect::<Vec<_>>(),
        [Form::Value, Form::Flagged, Form::Value, Form::Flagged]
    );
    let cut = schema.call("cut").expect("it is there");
    let [line] = cut.operation.leases.as_slice() else {
        panic!("one lease, not {:?}", cut.operation.leases);
    };
    assert_eq!((&*line.ty, line.access), ("u8", Access::Read));
    assert!(line.slice);
    let ready = schema.call("ready").expect("it is there");
    assert_eq!(ready.operation.number, 9);
    let Kind::Unsigned { word: true } = schema.types["usize"].kind else {
        panic!("{:?}", schema.types["usize"]);
    };
}
