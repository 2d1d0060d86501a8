//! Network namespaces that the test makes: what the command says of them, item
//! by item, is what `ip -json` says.

mod kit;

use std::collections::BTreeMap;
use std::process::{Command, ExitCode};

use kit::{Space, text};
use serde_json::{Value, json};

fn main() -> ExitCode {
    kit::run(vec![
        ("interfaces_are_as_ip_says", interfaces),
        ("routes_are_as_ip_says", routes),
        ("rules_are_as_ip_says", rules),
        ("what_changes_meanwhile_is_asked_again", changes),
        ("the_command_says_how_it_ended", ends),
        ("without_the_right_nothing_is_printed", rights),
    ])
}

/// Kinds that this kernel has beside those that every one needs to have here.
const OPTIONAL: &[&str] = &[
    "link set bridge5 type bridge vlan_filtering 1",
    "link add vlan5 link left type vlan id 5",
    "link add dummy5 type dummy",
    "link add vrf5 type vrf table 55",
    "link add bond5 type bond mode active-backup miimon 100",
    "link add macvlan5 link left type macvlan mode bridge",
    "link add macvtap5 link right type macvtap mode passthru",
];

fn filled() -> Space {
    let space = Space::new("filled");
    for what in [
        "link add bridge5 type bridge priority 4096",
        "link add left type veth peer name right",
        "link add port type veth peer name portpeer",
        "link set port master bridge5",
        "link set port type bridge_slave hairpin on cost 77 isolated on",
        "link set left mtu 1450 up",
        "link set right up",
        "link set bridge5 up",
        "addr add 10.5.0.1/24 dev left valid_lft 4000 preferred_lft 3000",
        "addr add 10.5.1.1 peer 10.5.1.2/32 dev left",
        "addr add fd05::1/64 dev left nodad",
        "link add vxlan5 type vxlan id 5 dstport 4790 local 10.5.0.1 \
         dev left remote 10.5.0.9 ttl 9 srcport 1000 2000 nolearning",
        "tuntap add dev tun5 mode tun",
        "tuntap add dev tap5 mode tap user 1234",
    ] {
        space.ip(what);
    }
    for what in OPTIONAL {
        if space.try_ip(what).is_err() {
            eprintln!("not on this kernel, from messages alone: ip {what}");
        }
    }
    space
}

/// By the text that a field has.
fn by(field: &str, list: &Value) -> BTreeMap<String, Value> {
    let list = list.as_array().unwrap().iter();
    list.map(|it| (it[field].as_str().unwrap().to_owned(), it.clone()))
        .collect()
}

/// Holds what one says under a path to what the other says.
#[track_caller]
fn same(ours: &Value, our: &str, theirs: &Value, their: &str) {
    let (mine, other) = (ours.pointer(our), theirs.pointer(their));
    assert_eq!(
        mine, other,
        "{our} of {ours:#} is not {their} of {theirs:#}"
    );
}

fn interfaces() {
    let space = filled();
    let ours = by("name", &space.json(&["iface"]));
    let said = space.ip_json("-details link");
    // What is absent says nothing.
    let theirs = by("ifname", &said);
    let addresses = by("ifname", &space.ip_json("addr"));
    assert_eq!(
        ours.keys().collect::<Vec<_>>(),
        theirs.keys().collect::<Vec<_>>()
    );
    for (name, it) in &ours {
        let other = &theirs[name];
        same(it, "/index", other, "/ifindex");
        same(it, "/mtu", other, "/mtu");
        same(it, "/mac_address", other, "/address");
        same(it, "/controller", other, "/master");
        let state = other["operstate"].as_str().unwrap().to_lowercase();
        assert_eq!(it["state"], state.replace("lowerlayer", "lower-layer-"));
        flags(it, other);
        match other.pointer("/linkinfo/info_kind") {
            Some(kind) => assert_eq!(&it["iface_type"], kind),
            None => assert_eq!(it["iface_type"], other["link_type"]),
        }
        kind(it, other);
        held(it, &addresses[name]);
    }
    assert_eq!(ours["left"]["veth"]["peer"], "right");
    assert_eq!(ours["bridge5"]["bridge"]["ports"], json!(["port"]));
    assert_eq!(ours["port"]["controller_type"], "bridge");
    // Every port has the VLAN 1 at first, where there are any.
    let vlan = json!({"first": 1, "last": 1, "pvid": true, "untagged": true});
    let vlans = match ours["bridge5"]["bridge"]["vlan_filtering"] == json!(true)
    {
        true => json!([vlan]),
        false => json!([]),
    };
    assert_eq!(ours["port"]["bridge_port"]["vlans"], vlans);
    assert_eq!(ours["bridge5"]["bridge"]["vlans"], vlans);
    // One alone is the same.
    let one = space.json(&["iface", "bridge5"]);
    assert_eq!(one.as_array().unwrap().len(), 1);
    same(&one, "/0/bridge", &ours["bridge5"], "/bridge");
}

fn flags(it: &Value, other: &Value) {
    let name = |flag: &Value| match flag.as_str().unwrap() {
        "POINTOPOINT" => "point_to_point".to_owned(),
        "NOARP" => "no_arp".to_owned(),
        "MASTER" => "controller".to_owned(),
        "SLAVE" => "subordinate".to_owned(),
        "ALLMULTI" => "all_multi".to_owned(),
        flag => flag.to_lowercase(),
    };
    let theirs = other["flags"].as_array().unwrap();
    // What `ip` derives of the others, and what it does not name.
    let theirs = theirs.iter().map(name);
    let mut theirs: Vec<_> = theirs
        .filter(|it| !["no-carrier", "m-down"].contains(&it.as_str()))
        .collect();
    theirs.sort();
    let ours = it["flags"].as_array().unwrap().iter();
    let ours: Vec<_> = ours.map(|it| it.as_str().unwrap()).collect();
    let ours: Vec<_> = ours.into_iter().filter(|it| *it != "running").collect();
    assert_eq!(ours, theirs, "{it:#}");
}

/// What belongs to the kind.
fn kind(it: &Value, other: &Value) {
    type Fields = &'static [(&'static str, &'static str)];
    const SAME: &[(&str, &str, Fields)] = &[
        (
            "bridge",
            "bridge",
            &[
                ("priority", "priority"),
                ("forward_delay", "forward_delay"),
                ("hello_time", "hello_time"),
                ("max_age", "max_age"),
                ("ageing_time", "ageing_time"),
                ("vlan_default_pvid", "vlan_default_pvid"),
            ],
        ),
        (
            "vxlan",
            "vxlan",
            &[
                ("id", "id"),
                ("local", "local"),
                ("remote", "group"),
                ("remote", "remote"),
                ("underlay", "link"),
                ("dst_port", "port"),
                ("ttl", "ttl"),
                ("ageing", "ageing"),
                ("learning", "learning"),
                ("udp_csum", "udp_csum"),
                ("src_port_min", "port_range/low"),
                ("src_port_max", "port_range/high"),
            ],
        ),
        (
            "tun",
            "tun",
            &[
                ("mode", "type"),
                ("pi", "pi"),
                ("vnet_hdr", "vnet_hdr"),
                ("multi_queue", "multi_queue"),
                ("persist", "persist"),
            ],
        ),
        ("macvlan", "macvlan", &[("mode", "mode")]),
        ("macvtap", "macvtap", &[("mode", "mode")]),
        ("vlan", "vlan", &[("id", "id")]),
        ("vrf", "vrf", &[("table_id", "table")]),
        (
            "bond",
            "bond",
            &[
                ("mode", "mode"),
                ("miimon", "miimon"),
                ("updelay", "updelay"),
                ("downdelay", "downdelay"),
                ("arp_interval", "arp_interval"),
                ("resend_igmp", "resend_igmp"),
                ("peer_notif_delay", "peer_notify_delay"),
                ("packets_per_subordinate", "packets_per_slave"),
            ],
        ),
    ];
    let info = &other["linkinfo"];
    for (ours, theirs, fields) in SAME {
        assert_eq!(
            it.get(ours).is_some(),
            info["info_kind"] == *theirs,
            "{it:#}"
        );
        let data = &info["info_data"];
        for (our, their) in *fields {
            let theirs = data.pointer(&format!("/{their}"));
            if let (Some(it), Some(theirs)) = (it.get(ours), theirs) {
                assert_eq!(it.get(our), Some(theirs), "{our} of {it:#}");
            }
        }
    }
    if let Some(bridge) = it.get("bridge") {
        let data = &info["info_data"];
        let flag = |name: &str| json!(data[name] == json!(1));
        assert_eq!(bridge["vlan_filtering"], flag("vlan_filtering"));
        assert_eq!(bridge["stp_state"], flag("stp_state"));
        assert_eq!(bridge["multicast_snooping"], flag("mcast_snooping"));
    }
    if let Some(base) = it.pointer("/macvlan/base") {
        assert_eq!(base, &other["link"]);
    }
    if let Some(tun) = it.get("tun") {
        // `ip` has its name, if the machine knows it.
        let owner = info.pointer("/info_data/user");
        assert_eq!(tun.get("owner").is_some(), owner.is_some());
    }
    let Some(port) = it.get("bridge_port") else {
        assert_ne!(info["info_slave_kind"], "bridge");
        return;
    };
    let theirs = &info["info_slave_data"];
    for (our, their) in [
        ("state", "state"),
        ("priority", "priority"),
        ("path_cost", "cost"),
        ("hairpin", "hairpin"),
        ("bpdu_guard", "guard"),
        ("root_block", "root_block"),
        ("learning", "learning"),
        ("unicast_flood", "flood"),
        ("multicast_flood", "mcast_flood"),
        ("broadcast_flood", "bcast_flood"),
        ("isolated", "isolated"),
    ] {
        assert_eq!(port[our], theirs[their], "{our} of {it:#}, {theirs:#}");
    }
    assert_eq!(port["path_cost"], 77);
    assert_eq!(port["hairpin"], true);
}

/// Addresses.
fn held(it: &Value, other: &Value) {
    let lists = [&it["ipv4"], &it["ipv6"]];
    let ours = lists.into_iter().flat_map(|it| it.as_array().unwrap());
    let ours: Vec<_> = ours.collect();
    let theirs = other["addr_info"].as_array().unwrap();
    assert_eq!(ours.len(), theirs.len(), "{it:#}");
    for (our, their) in ours.into_iter().zip(theirs) {
        same(our, "/address", their, "/local");
        same(our, "/prefix_len", their, "/prefixlen");
        same(our, "/scope", their, "/scope");
        same(our, "/peer", their, "/address");
        for (our_life, life) in [
            ("valid_lft", "valid_life_time"),
            ("preferred_lft", "preferred_life_time"),
        ] {
            let theirs = their[life].as_u64().unwrap();
            if theirs == u64::from(u32::MAX) {
                assert_eq!(our[our_life], "forever");
                continue;
            }
            // Some time is between both questions.
            let ours = our[our_life].as_u64().unwrap();
            assert!(ours.abs_diff(theirs) < 60, "{our:#}, {their:#}");
        }
    }
}

fn routes() {
    let space = filled();
    for what in [
        "route add 10.6.0.0/16 via 10.5.0.2 metric 7 mtu 1400 advmss 900",
        "route add 10.7.0.0/16 nexthop via 10.5.0.2 weight 3 \
         nexthop via 10.5.0.3 weight 1",
        "route add blackhole 10.8.0.0/16 proto static",
        "route add 10.9.0.0/16 via inet6 fd05::9 dev left table 99 src 10.5.0.1",
        "route add default via 10.5.0.2",
        "-6 route add fd06::/48 via fd05::2 metric 9 proto bgp",
        "-6 route add fd07::/48 nexthop via fd05::2 nexthop via fd05::3",
        "-6 route add unreachable fd08::/48 table 99",
    ] {
        space.ip(what);
    }
    let mut count = 0;
    for (family, version) in [("-4", "inet"), ("-6", "inet6")] {
        for table in ["main", "local", "99", "all"] {
            let asked = format!("{family} route show table {table}");
            let theirs = space.ip_json(&asked);
            let ours = space.json(&["route", family, "--table", table]);
            let (ours, theirs) =
                (ours.as_array().unwrap(), theirs.as_array().unwrap());
            assert_eq!(ours.len(), theirs.len(), "{asked}: {ours:#?}");
            for (our, their) in ours.iter().zip(theirs) {
                assert_eq!(our["family"], version);
                route(our, their, table);
                count += 1;
            }
        }
    }
    assert!(count > 40, "{count}");
    // Both families at once, and a table that is not there.
    let both = space.json(&["route"]);
    let families = by("family", &both);
    assert_eq!(families.keys().collect::<Vec<_>>(), ["inet", "inet6"]);
    assert_eq!(space.json(&["route", "--table", "12345"]), json!([]));
}

fn route(our: &Value, their: &Value, table: &str) {
    let plain = our["destination"].as_str().unwrap();
    // `ip` leaves out the prefix of a host.
    let host = plain.strip_suffix("/32").or(plain.strip_suffix("/128"));
    let is_same =
        their["dst"] == plain || host.is_some_and(|it| their["dst"] == it);
    assert!(is_same, "{our:#}, {their:#}");
    same(our, "/device", their, "/dev");
    same(our, "/metric", their, "/metric");
    same(our, "/preferred_source", their, "/prefsrc");
    same(our, "/flags", their, "/flags");
    same(our, "/metrics/mtu", their, "/metrics/0/mtu");
    same(our, "/metrics/advmss", their, "/metrics/0/advmss");
    let gateway = |it: &Value| {
        let via = it.pointer("/via/host").or(it.get("gateway"));
        via.cloned()
    };
    assert_eq!(gateway(our), gateway(their), "{our:#}, {their:#}");
    // What `ip` leaves out as usual.
    let or = |field: &str, usual: &str| {
        let text = their.get(field).and_then(Value::as_str);
        text.unwrap_or(usual).to_owned()
    };
    assert_eq!(our["route_type"], or("type", "unicast"));
    assert_eq!(our["protocol"], or("protocol", "boot"));
    assert_eq!(our["scope"], or("scope", "global"));
    let usual = if table == "all" { "main" } else { table };
    assert_eq!(our["table"], or("table", usual));
    let hops = |it: &Value, field: &str| {
        let hops = it.get(field).and_then(Value::as_array);
        let each = |it: &Value| {
            let fields = ["gateway", "weight", "flags"];
            let device = it.get("device").or(it.get("dev")).cloned();
            (device, fields.map(|field| it[field].clone()))
        };
        hops.map(|hops| hops.iter().map(each).collect::<Vec<_>>())
    };
    assert_eq!(hops(our, "next_hops"), hops(their, "nexthops"));
}

fn rules() {
    let space = filled();
    for what in [
        "rule add from 10.0.0.0/8 to 10.1.0.0/16 iif left fwmark 3/7 table 99",
        "rule add not dport 10-20 ipproto tcp uidrange 1-5 goto 32766 pref 9",
        "rule add oif right tos 0x10 prohibit pref 10",
        "rule add from all lookup main suppress_prefixlength 0 pref 11",
        "-6 rule add from fd00::/8 table 99 proto static",
    ] {
        space.ip(what);
    }
    let ours = space.json(&["rule"]);
    let ours = ours.as_array().unwrap();
    let mut theirs = Vec::new();
    for family in ["-4", "-6"] {
        let said = space.ip_json(&format!("{family} -details rule"));
        theirs.extend(said.as_array().unwrap().clone());
    }
    assert_eq!(ours.len(), theirs.len());
    for (our, their) in ours.iter().zip(&theirs) {
        rule(our, their);
    }
}

fn rule(our: &Value, their: &Value) {
    same(our, "/priority", their, "/priority");
    same(our, "/input", their, "/iif");
    same(our, "/output", their, "/oif");
    same(our, "/goto", their, "/goto");
    same(our, "/protocol", their, "/protocol");
    same(our, "/users/0", their, "/uid_start");
    same(our, "/users/1", their, "/uid_end");
    same(our, "/destination_ports/0", their, "/dport_start");
    same(our, "/destination_ports/1", their, "/dport_end");
    same(our, "/suppress_prefix_len", their, "/suppress_prefixlen");
    same(our, "/table", their, "/table");
    let prefix = |name: &str, bits: &str| match their.get(name) {
        None => None,
        Some(all) if all == "all" => None,
        Some(address) => {
            let address = address.as_str().unwrap();
            Some(json!(format!("{address}/{}", their[bits])))
        }
    };
    assert_eq!(our.get("source"), prefix("src", "srclen").as_ref());
    assert_eq!(our.get("destination"), prefix("dst", "dstlen").as_ref());
    assert_eq!(our.get("invert").is_some(), their.get("not").is_some());
    let number = |field: &str| {
        let text = their.get(field)?.as_str()?.trim_start_matches("0x");
        Some(json!(u32::from_str_radix(text, 16).unwrap()))
    };
    assert_eq!(our.get("mark"), number("fwmark").as_ref());
    assert_eq!(our.get("mask"), number("fwmask").as_ref());
    let tcp = our.get("ip_protocol") == Some(&json!(6));
    assert_eq!(tcp, their.get("ipproto") == Some(&json!("tcp")), "{our}");
    let action = match (their.get("goto"), their.get("action")) {
        (Some(_), _) => "goto",
        (None, Some(action)) => action.as_str().unwrap(),
        (None, None) => "lookup",
    };
    assert_eq!(our["action"], action, "{their:#}");
}

/// An interface that comes while others are told makes the kernel say so.
fn changes() {
    use netstate::{NetError, Place, system};
    let space = Space::new("changes");
    let lines = (0..120).map(|it| format!("link add b{it} type bridge\n"));
    space.batch(&lines.collect::<String>());
    let name = space.0.clone();
    // A thread of its own, since it moves into the namespace.
    let run = std::thread::spawn(move || {
        let file = std::fs::File::open(format!("/run/netns/{name}")).unwrap();
        let kind = rustix::thread::LinkNameSpaceType::Network;
        rustix::thread::move_into_link_name_space(
            std::os::fd::AsFd::as_fd(&file),
            Some(kind),
        )
        .unwrap();
        system::beside(move |state| {
            let mut links = state.links_iter(Place::START);
            assert!(links.next().unwrap().is_ok());
            space.ip("link add late type bridge");
            let end = links.find_map(Result::err);
            assert_eq!(end, Some(NetError::Interrupted));
            // Anew, it is whole.
            let all: Result<Vec<_>, _> =
                state.links_iter(Place::START).collect();
            assert_eq!(all.unwrap().len(), 122);
            // A place that was never given, and one that is over.
            let made_up = Place { dump: 5, step: 0 };
            assert_eq!(state.links(made_up), Err(NetError::Gone));
            // Another operation's place.
            let (_, place) = state.links(Place::START).unwrap().unwrap();
            assert_eq!(state.addresses(place), Err(NetError::Gone));
            // The same once more gives the same.
            let once = state.links(place).unwrap();
            assert_eq!(state.links(place).unwrap(), once);
            assert_eq!(state.bond(1), Err(NetError::OtherKind));
            assert_eq!(state.bridge(9_999), Err(NetError::NotFound));
            let lo = netstate::Name::new(b"lo");
            assert_eq!(state.named(lo), state.link(1));
        })
    });
    run.join().unwrap().expect("nothing panicked");
}

fn ends() {
    let space = Space::new("ends");
    let code = |arguments: &[&str]| {
        let output = space.netstate(arguments);
        let said = (text(&output.stdout), text(&output.stderr));
        (output.status.code().unwrap(), said.0, said.1)
    };
    let (end, out, _) = code(&["iface", "lo"]);
    assert_eq!(end, 0);
    // Nobody looks at a terminal.
    assert!(out.starts_with("- name: lo\n  index: 1\n"), "{out}");
    let (end, out, err) = code(&["iface", "nowhere"]);
    assert_eq!((end, out.as_str()), (1, ""));
    assert_eq!(err, "netstate: there is no interface `nowhere`\n");
    assert_eq!(code(&["route", "--table", "nowhere"]).0, 2);
    let other = Command::new(env!("CARGO_BIN_EXE_netstate"))
        .args(["--netns", "../etc", "iface"])
        .output()
        .unwrap();
    assert_eq!(other.status.code(), Some(1));
    assert_eq!(
        text(&other.stderr),
        "netstate: there is no network namespace `../etc`\n"
    );
    schema(&space);
}

/// What is printed as JSON is what the committed schema allows.
fn schema(space: &Space) {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/report.schema.json");
    let check = "import json, sys, jsonschema\n\
        schema = json.load(open(sys.argv[1]))\n\
        jsonschema.validate(json.load(sys.stdin), schema)\n";
    let has = Command::new("python3")
        .args(["-c", "import jsonschema"])
        .status()
        .is_ok_and(|it| it.success());
    if !has {
        let required = std::env::var("IDOL_REQUIRE").is_ok_and(|v| v == "all");
        assert!(!required, "python3 has no `jsonschema`");
        eprintln!("not held to the schema: python3 has no `jsonschema`");
        return;
    }
    let valid = |value: &Value| {
        use std::io::Write;
        let mut python = Command::new("python3")
            .args(["-c", check, file])
            .stdin(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = python.stdin.take().unwrap();
        input.write_all(value.to_string().as_bytes()).unwrap();
        drop(input);
        let output = python.wait_with_output().unwrap();
        (output.status.success(), text(&output.stderr))
    };
    let full = filled();
    for what in ["iface", "route", "rule"] {
        let (is_valid, why) = valid(&full.json(&[what]));
        assert!(is_valid, "{what}: {why}");
    }
    let mut wrong = space.json(&["iface", "lo"]);
    wrong[0]["state"] = json!("sideways");
    assert!(!valid(&wrong).0);
}

/// Somebody who may not enter a namespace.
fn rights() {
    let space = Space::new("rights");
    // Where everybody may run it.
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("netstate");
    std::fs::copy(env!("CARGO_BIN_EXE_netstate"), &program).unwrap();
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(folder.path(), open).unwrap();
    let nobody = |arguments: &[&str]| {
        Command::new("setpriv")
            .args(["--reuid", "65534", "--regid", "65534", "--clear-groups"])
            .arg(&program)
            .args(arguments)
            .output()
            .expect("`setpriv` is part of util-linux")
    };
    let denied = nobody(&["--netns", &space.0, "iface"]);
    assert_eq!(text(&denied.stdout), "");
    let want = format!(
        "netstate: this user may not enter the network namespace `{}`: it \
         takes CAP_SYS_ADMIN, as root has it\n",
        space.0
    );
    assert_eq!(text(&denied.stderr), want);
    assert_eq!(denied.status.code(), Some(3));
    // Its own, everybody may look at.
    let own = nobody(&["iface", "lo"]);
    assert_eq!(own.status.code(), Some(0), "{}", text(&own.stderr));
}
