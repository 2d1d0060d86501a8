//! Kinds of interfaces that the kernel of a test machine may lack, from
//! messages made by hand: a bond and its port, a VLAN, a VRF, a dummy, virtual
//! functions, the VLANs of a bridge. And what a dump says of its end.

use std::collections::VecDeque;

use netstate::kinds::{
    Bond, BondMode, BondPort, Bridge, MacVlan, MacVlanMode, OfKind, PortVlans,
    Vf, VfLinkState, Vlan, VlanProtocol, Vrf,
};
use netstate::netlink::{Dump, Request, Source};
use netstate::{Link, LinkState, NetError, NextHop, Route};

/// An attribute: its length, its number, its bytes, and zeros up to a word.
fn attribute(kind: u16, value: &[u8]) -> Vec<u8> {
    let length = u16::try_from(value.len() + 4).unwrap();
    let mut bytes = length.to_ne_bytes().to_vec();
    bytes.extend(kind.to_ne_bytes());
    bytes.extend(value);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

fn nest(kind: u16, inner: &[Vec<u8>]) -> Vec<u8> {
    attribute(kind, &inner.concat())
}

fn word(kind: u16, value: u32) -> Vec<u8> {
    attribute(kind, &value.to_ne_bytes())
}

/// The payload of an interface's message.
fn link(index: u32, flags: u32, attributes: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = vec![0, 0, 1, 0];
    bytes.extend(index.to_ne_bytes());
    bytes.extend(flags.to_ne_bytes());
    bytes.extend([0; 4]);
    bytes.extend(attributes.concat());
    bytes
}

const NAME: u16 = 3;
const MASTER: u16 = 10;
const OPERSTATE: u16 = 16;
const INFO: u16 = 18;
const VFS: u16 = 22;
const AF_SPEC: u16 = 26;

/// Of a kind, with its data.
fn of_kind(kind: &[u8], data: &[Vec<u8>]) -> Vec<u8> {
    let info = nest(INFO, &[attribute(1, kind), nest(2, data)]);
    link(7, 0x1003, &[attribute(NAME, b"x\0"), info])
}

#[test]
fn a_bond_has_what_its_mode_has() {
    let data = |mode| {
        of_kind(
            b"bond\0",
            &[
                attribute(1, &[mode]),
                word(2, 5),
                word(3, 140),
                word(4, 200),
                word(5, 300),
                attribute(6, &[1]),
                word(7, 0),
                word(9, 3),
                word(10, 1),
                word(11, 5),
                attribute(14, &[1]),
                word(15, 2),
                attribute(17, &[1]),
                word(20, 9),
                attribute(21, &[1]),
                word(28, 11),
            ],
        )
    };
    let text =
        |mode| serde_json::to_string(&Bond::of(&data(mode)).unwrap()).unwrap();
    assert_eq!(
        text(0),
        r#"{"mode":"balance-rr","miimon":140,"updelay":200,"downdelay":300,"use_carrier":true,"arp_interval":0,"arp_all_targets":"all","arp_validate":"all","resend_igmp":2,"all_subordinates_active":"delivered","packets_per_subordinate":9,"peer_notif_delay":11,"active_index":null,"primary_index":null,"xmit_hash_policy":null,"lacp_rate":null}"#
    );
    let active = Bond::of(&data(1)).unwrap();
    assert_eq!(active.mode, BondMode::ActiveBackup);
    let indices = (active.active_index, active.primary_index);
    assert_eq!(indices, (Some(5), Some(5)));
    assert!(text(4).contains(r#""mode":"802.3ad""#));
    assert!(text(4).contains(r#""xmit_hash_policy":"layer3+4""#));
    assert!(text(4).contains(r#""lacp_rate":"fast""#));
    // A mode of a kernel that is not there yet.
    assert_eq!(Bond::of(&data(77)).unwrap().mode, BondMode::Unknown);
    assert_eq!(Vrf::of(&data(0)), Err(NetError::OtherKind));
}

#[test]
fn a_port_of_a_bond_is_known_as_one() {
    let info = nest(
        INFO,
        &[
            attribute(4, b"bond\0"),
            nest(
                5,
                &[
                    attribute(1, &[1]),
                    attribute(2, &[2]),
                    word(3, 4),
                    attribute(4, &[2, 0, 0, 0, 0, 9]),
                    attribute(5, &[6, 0]),
                ],
            ),
        ],
    );
    let payload = link(
        8,
        0x843,
        &[
            attribute(NAME, b"eth7\0"),
            word(MASTER, 7),
            attribute(OPERSTATE, &[2]),
            info,
        ],
    );
    let it = Link::decode(&payload).unwrap();
    assert_eq!((it.index, it.controller), (8, 7));
    assert_eq!(it.state, LinkState::Down);
    assert_eq!(it.port_kind.to_string(), "bond");
    assert_eq!(it.kind(), "ethernet");
    let names = ["broadcast", "running", "subordinate", "up"];
    assert_eq!(it.flags.names(), names);
    let port = BondPort::of(&payload).unwrap();
    assert_eq!(
        serde_json::to_string(&port).unwrap(),
        r#"{"state":"backup","mii_status":"down","link_failure_count":4,"perm_hwaddr":"02:00:00:00:00:09","queue_id":6}"#
    );
    assert_eq!(Bond::of(&payload), Err(NetError::OtherKind));
}

#[test]
fn vlans_vrfs_dummies_and_macvtaps_are_decoded() {
    let flags = [1_u32.to_ne_bytes(), u32::MAX.to_ne_bytes()].concat();
    let vlan = of_kind(
        b"vlan\0",
        &[
            attribute(1, &100_u16.to_ne_bytes()),
            attribute(2, &flags),
            attribute(5, &[0x88, 0xa8]),
        ],
    );
    let vlan = Vlan::of(&vlan).unwrap();
    assert_eq!((vlan.id, vlan.protocol), (100, VlanProtocol::Ieee8021Ad));
    assert!(vlan.reorder_headers && !vlan.gvrp);

    let vrf = of_kind(b"vrf\0", &[word(1, 1_000)]);
    assert_eq!(Vrf::of(&vrf).unwrap().table_id, 1_000);

    let dummy = link(
        9,
        0,
        &[
            attribute(NAME, b"dummy0\0"),
            nest(INFO, &[attribute(1, b"dummy\0")]),
        ],
    );
    assert_eq!(Link::decode(&dummy).unwrap().kind(), "dummy");

    let tap = of_kind(b"macvtap\0", &[word(1, 8)]);
    let tap = MacVlan::of(&tap).unwrap();
    assert_eq!(tap.mode, MacVlanMode::PassThrough);
}

#[test]
fn virtual_functions_are_given_one_by_one() {
    let vf = |id: u32| {
        let mut mac = id.to_ne_bytes().to_vec();
        mac.extend([2, 0, 0, 0, 0, id as u8]);
        mac.resize(36, 0);
        let three = |a: u32, b: u32| {
            [id.to_ne_bytes(), a.to_ne_bytes(), b.to_ne_bytes()].concat()
        };
        let two = |a: u32| [id.to_ne_bytes(), a.to_ne_bytes()].concat();
        nest(
            1,
            &[
                attribute(1, &mac),
                attribute(2, &three(100 + id, 3)),
                attribute(6, &three(10, 1_000)),
                attribute(4, &two(1)),
                attribute(9, &two(0)),
                attribute(5, &two(2)),
            ],
        )
    };
    let payload = link(4, 0, &[nest(VFS, &[vf(0), vf(1)])]);
    let one = Vf::decode(&payload, 1).unwrap().unwrap();
    assert_eq!((one.id, one.vlan_id, one.qos), (1, 101, 3));
    assert_eq!((one.min_tx_rate, one.max_tx_rate), (10, 1_000));
    assert_eq!(one.mac.to_string(), "02:00:00:00:00:01");
    assert!(one.spoof_check && !one.trust);
    assert_eq!(one.link_state, VfLinkState::Disable);
    assert_eq!(Vf::decode(&payload, 2), Ok(None));
    assert_eq!(Vf::decode(&link(4, 0, &[]), 0), Ok(None));
}

#[test]
fn a_bridge_says_whether_it_filters_vlans() {
    let payload = of_kind(
        b"bridge\0",
        &[
            attribute(7, &[1]),
            attribute(8, &[0x88, 0xa8]),
            attribute(39, &7_u16.to_ne_bytes()),
            attribute(9, &8_u16.to_ne_bytes()),
        ],
    );
    let bridge = Bridge::of(&payload).unwrap();
    assert!(bridge.vlan_filtering);
    assert_eq!(bridge.vlan_protocol, 0x88a8);
    assert_eq!((bridge.vlan_default_pvid, bridge.group_fwd_mask), (7, 8));
}

#[test]
fn ranges_of_vlans_are_two_attributes() {
    let entry = |flags: u16, vid: u16| {
        attribute(2, &[flags.to_ne_bytes(), vid.to_ne_bytes()].concat())
    };
    let spec = nest(
        AF_SPEC,
        &[entry(2 | 4, 1), entry(8, 10), entry(16, 20), entry(4, 30)],
    );
    let payload = link(5, 0, &[spec]);
    let mut all = Vec::new();
    while let Some(range) =
        PortVlans::decode(&payload, u32::try_from(all.len()).unwrap()).unwrap()
    {
        all.push((range.first, range.last, range.pvid, range.untagged));
    }
    let want = [
        (1, 1, true, true),
        (10, 20, false, false),
        (30, 30, false, true),
    ];
    assert_eq!(all, want);
}

#[test]
fn no_message_panics_a_decoder() {
    let whole = of_kind(b"bond\0", &[attribute(1, &[1]), word(3, 140)]);
    for end in 0..whole.len() {
        for at in 0..end {
            let mut cut = whole.get(..end).unwrap().to_vec();
            *cut.get_mut(at).unwrap() ^= 0x41;
            let _ = Link::decode(&cut);
            let _ = Bond::of(&cut);
            let _ = BondPort::of(&cut);
            let _ = Vf::decode(&cut, 0);
            let _ = PortVlans::decode(&cut, 0);
            let _ = Route::decode(&cut);
            let _ = NextHop::decode(&cut, 0);
            let _ = netstate::Rule::decode(&cut);
            let _ = netstate::Address::decode(&cut);
        }
    }
}

/// Answers that are written down.
#[derive(Default)]
struct Written {
    asked: usize,
    answers: VecDeque<Vec<u8>>,
}

impl Source for Written {
    fn send(&mut self, _: &[u8]) -> Result<(), NetError> {
        self.asked += 1;
        Ok(())
    }

    fn receive(&mut self, buffer: &mut Vec<u8>) -> Result<(), NetError> {
        *buffer = self.answers.pop_front().ok_or(NetError::Malformed)?;
        Ok(())
    }
}

/// A message with its header.
fn message(kind: u16, flags: u16, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len() + 16).unwrap();
    let mut bytes = length.to_ne_bytes().to_vec();
    bytes.extend(kind.to_ne_bytes());
    bytes.extend(flags.to_ne_bytes());
    bytes.extend([0; 8]);
    bytes.extend(payload);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

const NEW_LINK: u16 = 16;
const DONE: u16 = 3;
const ERROR: u16 = 2;
const MULTI: u16 = 2;
const INTERRUPTED: u16 = 0x10;

/// The payloads that come, and how it ends.
fn gone_through(
    answers: &[Vec<u8>],
    requests: Vec<Request>,
) -> (Vec<Vec<u8>>, Result<(), NetError>) {
    let answers = answers.iter().cloned().collect();
    let source = Written { asked: 0, answers };
    let mut dump = Dump::new(source, requests.into_iter());
    let mut all = Vec::new();
    loop {
        match dump.advance() {
            Ok(true) => all.push(dump.current().to_vec()),
            Ok(false) => return (all, Ok(())),
            Err(error) => return (all, Err(error)),
        }
    }
}

#[test]
fn a_dump_goes_through_datagrams_and_requests() {
    let one = message(NEW_LINK, MULTI, &[1; 6]);
    let two = message(NEW_LINK, MULTI, &[2; 4]);
    let done = message(DONE, MULTI, &[0; 4]);
    let answers = [
        [one.clone(), two.clone()].concat(),
        done.clone(),
        [two, done].concat(),
    ];
    let requests = vec![Request::links(), Request::addresses()];
    let (all, end) = gone_through(&answers, requests);
    assert_eq!(end, Ok(()));
    assert_eq!(all, [vec![1; 6], vec![2; 4], vec![2; 4]]);
    // One answer alone has no end.
    let (all, end) = gone_through(&[one], vec![Request::link(1)]);
    assert_eq!((all.len(), end), (1, Ok(())));
}

#[test]
fn a_dump_says_how_it_ends() {
    let one = message(NEW_LINK, MULTI, &[1; 4]);
    let end = |last: Vec<u8>| {
        let answers = [[one.clone(), last].concat()];
        let (all, end) = gone_through(&answers, vec![Request::links()]);
        (all.len(), end)
    };
    let done = |code: i32| message(DONE, MULTI, &code.to_ne_bytes());
    let changed = message(NEW_LINK, MULTI | INTERRUPTED, &[1; 4]);
    assert_eq!(end(changed), (1, Err(NetError::Interrupted)));
    let changed = message(DONE, MULTI | INTERRUPTED, &[0; 4]);
    assert_eq!(end(changed), (1, Err(NetError::Interrupted)));
    assert_eq!(end(done(-1)), (1, Err(NetError::NotPermitted)));
    assert_eq!(end(done(-13)), (1, Err(NetError::NotPermitted)));
    assert_eq!(end(done(-19)), (1, Err(NetError::NotFound)));
    assert_eq!(end(done(-105)), (1, Err(NetError::Kernel(105))));
    // No such table, so it is empty.
    assert_eq!(end(done(-2)), (1, Ok(())));
    let refused = message(ERROR, 0, &(-22_i32).to_ne_bytes());
    assert_eq!(end(refused), (1, Err(NetError::Kernel(22))));
    // Cut, or longer than it is.
    assert_eq!(end(vec![9, 0, 0]), (1, Err(NetError::Malformed)));
    let mut long = done(0);
    *long.first_mut().unwrap() = 200;
    assert_eq!(end(long), (1, Err(NetError::Malformed)));
    assert_eq!(end(Vec::new()), (1, Err(NetError::Malformed)));
    assert_eq!(end(done(i32::MIN)).0, 1);
}
