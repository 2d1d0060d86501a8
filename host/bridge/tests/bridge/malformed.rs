//! Messages that are none.

use serde_json::{Value, json};

use crate::lab::{Lab, Peer};

/// What an untidy line is answered: the code, after which the connection goes
/// on as before.
#[track_caller]
fn code(peer: &mut Peer, line: &[u8]) -> i64 {
    peer.line(line);
    let answer = peer.next();
    assert_eq!(answer["id"], Value::Null, "{answer}");
    let good = peer.call("uart.lost", json!({}));
    assert_eq!(good, Ok(json!(0)));
    answer["error"]["code"].as_i64().expect("a code")
}

#[test]
fn what_is_no_json_is_told_and_the_connection_goes_on() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    let broken: [&[u8]; 9] = [
        b"{",
        b"}",
        b"\xff\xfe",
        b"\0",
        b"{\"method\":\"a\"",
        b"{\"method\":\"\xc3\"}",
        b"[1,]",
        b"nul",
        b"GET / HTTP/1.1",
    ];
    for line in broken {
        let text = String::from_utf8_lossy(line);
        assert_eq!(code(&mut peer, line), -32700, "{text}");
    }
    let deep = "[".repeat(200_000);
    assert_eq!(code(&mut peer, deep.as_bytes()), -32700);
}

#[test]
fn what_is_no_request_is_told_and_the_connection_goes_on() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    for line in ["1", "null", "\"a\"", "{}", "[]", r#"{"method":7}"#] {
        assert_eq!(code(&mut peer, line.as_bytes()), -32600, "{line}");
    }
    // With its id, where it has one.
    peer.line(r#"{"jsonrpc":"1.0","method":"uart.lost","id":"mine"}"#);
    let answer = peer.next();
    assert_eq!(answer["id"], "mine");
    assert_eq!(answer["error"]["code"], -32600);
}

#[test]
fn blank_lines_and_line_feeds_of_windows_are_nothing() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    peer.line("\n\r\n \t");
    peer.line("{\"method\":\"uart.lost\",\"id\":1}\r");
    assert_eq!(peer.answer(1), Ok(json!(0)));
}

#[test]
fn random_bytes_stop_nobody() {
    let lab = Lab::examples();
    let mut peer = lab.peer();
    let mut other = lab.peer();
    let mut state = 7_u64;
    for _ in 0..200 {
        let line: Vec<u8> = (0..40)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005);
                state = state.wrapping_add(1_442_695_040_888_963_407);
                (state >> 56) as u8
            })
            .filter(|byte| *byte != b'\n')
            .collect();
        peer.line(&line);
        let code = peer.next()["error"]["code"].as_i64();
        assert!(matches!(code, Some(-32700 | -32600)), "{code:?}");
    }
    assert_eq!(other.call("uart.lost", json!({})), Ok(json!(0)));
}

#[test]
fn a_last_line_without_an_end_is_a_message() {
    use std::io::Write;
    let lab = Lab::examples();
    let mut peer = lab.peer();
    let text = r#"{"method":"uart.lost","id":5}"#;
    peer.stream.write_all(text.as_bytes()).expect("it is taken");
    peer.stream
        .shutdown(std::net::Shutdown::Write)
        .expect("it is open");
    assert_eq!(peer.answer(5), Ok(json!(0)));
    assert_eq!(peer.try_next(), None);
}
