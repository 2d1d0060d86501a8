//! What the tasks of a chart do for a while: beside the rows, from one to
//! another.

use super::{Bar, Doing, Row};

/// A row, if it is one, and where it stands among the others.
pub(super) struct Placed {
    /// The entry before which it happened, and whether it is that entry.
    pub(super) at: (usize, bool),
    pub(super) row: Option<Row>,
    /// What it begins or ends on a lane.
    pub(super) turns: Vec<Turn>,
}

/// The begin or the end of something on a lane.
pub(super) enum Turn {
    Begins(usize, Doing),
    Ends(usize, Doing),
}

/// What each lane's task did for a while.
pub(super) fn bars(lanes: usize, placed: &[Placed]) -> Vec<Bar> {
    const ALL: [Doing; 4] =
        [Doing::Waits, Doing::Serves, Doing::Dead, Doing::Finished];
    /// How often something has begun and not ended, and from which row on.
    #[derive(Copy, Clone, Default)]
    struct Open {
        count: usize,
        start: Option<usize>,
    }
    let mut open = vec![[Open::default(); ALL.len()]; lanes];
    let mut bars = Vec::new();
    let mut row = 0;
    for placed in placed {
        for turn in &placed.turns {
            match *turn {
                Turn::Begins(lane, doing) => {
                    let open = &mut open[lane][doing as usize];
                    open.start.get_or_insert(row);
                    open.count += 1;
                }
                Turn::Ends(lane, doing) => {
                    let open = &mut open[lane][doing as usize];
                    open.count = open.count.saturating_sub(1);
                    let begun = open.start.filter(|_| open.count == 0);
                    if let Some(start) = begun {
                        open.start = None;
                        bars.push(Bar {
                            lane,
                            kind: doing,
                            start,
                            end: row + 1,
                        });
                    }
                }
            }
        }
        row += usize::from(placed.row.is_some());
    }
    for (lane, open) in open.iter().enumerate() {
        for (kind, open) in ALL.into_iter().zip(open) {
            bars.extend(open.start.map(|start| Bar {
                lane,
                kind,
                start,
                end: row,
            }));
        }
    }
    bars.sort_by_key(|bar| bar.start);
    bars
}
