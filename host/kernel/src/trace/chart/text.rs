//! A chart for a terminal.

use super::{Chart, Doing, Kind, Row};
use std::fmt::{self, Write};

/// Letters between two lanes, at the least and at the most.
const GAP: (usize, usize) = (14, 46);
/// Letters before the first lane: its time and half of its name.
const MARGIN: usize = 14;

impl fmt::Display for Chart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.columns();
        if self.left_out > 0 {
            writeln!(f, "({} earlier entries left out)", self.left_out)?;
        }
        self.warnings
            .iter()
            .try_for_each(|warning| writeln!(f, "warning: {warning}"))?;
        let mut line = Line::default();
        for (name, column) in self.lanes.iter().zip(&columns) {
            let room = GAP.0 - 2;
            let name: String = name.chars().take(room).collect();
            let half = name.chars().count() / 2;
            line.put(column.saturating_sub(half), &name);
        }
        writeln!(f, "{line}")?;
        let mut alive = vec![true; self.lanes.len()];
        let mut time = None;
        for (number, row) in self.rows.iter().enumerate() {
            let mut line = Line::default();
            if time.replace(row.time) != Some(row.time) {
                line.put(0, &format!("{:>5} ms", row.time));
            }
            for (lane, column) in columns.iter().enumerate() {
                if alive[lane] {
                    line.put(*column, self.lane(lane, number));
                }
            }
            self.row(&mut line, &columns, row);
            writeln!(f, "{line}")?;
            if row.kind == Kind::Finish {
                alive[row.from] = false;
                let mut line = Line::default();
                for (lane, column) in columns.iter().enumerate() {
                    let mark = match (lane == row.from, alive[lane]) {
                        (true, _) => "▪",
                        (false, true) => self.lane(lane, number),
                        (false, false) => continue,
                    };
                    line.put(*column, mark);
                }
                writeln!(f, "{line}")?;
            }
        }
        Ok(())
    }
}

impl Chart {
    /// Where each lane stands.
    fn columns(&self) -> Vec<usize> {
        let mut gaps = vec![GAP.0; self.lanes.len().saturating_sub(1)];
        for row in &self.rows {
            let needed = row.label.chars().count() + 5;
            let left = row.from.min(row.to);
            let is_between = row.from.abs_diff(row.to) == 1;
            if let Some(gap) = gaps.get_mut(left)
                && (is_between || row.from == row.to)
            {
                *gap = (*gap).max(needed.min(GAP.1));
            }
        }
        let mut columns = vec![MARGIN];
        columns.extend(gaps.iter().scan(MARGIN, |column, gap| {
            *column += gap;
            Some(*column)
        }));
        columns.truncate(self.lanes.len());
        columns
    }

    /// A lane beside others' rows.
    fn lane(&self, lane: usize, row: usize) -> &'static str {
        let is = |kind| {
            self.bars.iter().any(|bar| {
                bar.lane == lane
                    && bar.kind == kind
                    && (bar.start..bar.end).contains(&row)
            })
        };
        match () {
            () if is(Doing::Dead) => "┊",
            () if is(Doing::Serves) => "┃",
            () => "│",
        }
    }

    fn row(&self, line: &mut Line, columns: &[usize], row: &Row) {
        let (from, to) = (columns[row.from], columns[row.to]);
        if from == to {
            line.put(from + 1, &row.label);
            return;
        }
        let (left, right) = (from.min(to), from.max(to));
        let stroke = match row.kind {
            Kind::Send | Kind::Reply | Kind::Error | Kind::Other => '─',
            Kind::Lost => '×',
            _ => '┈',
        };
        let inside = right - left - 1;
        line.put(left + 1, &stroke.to_string().repeat(inside));
        match to > from {
            true => line.put(right - 1, "▶"),
            false => line.put(left + 1, "◀"),
        }
        let room = inside.saturating_sub(3);
        let count = row.label.chars().count();
        let label = match count > room {
            false => row.label.clone(),
            true => {
                let kept = room.saturating_sub(1);
                row.label.chars().take(kept).chain(['…']).collect()
            }
        };
        line.put(left + 3, &label);
    }
}

/// A line in the making.
#[derive(Default)]
struct Line(Vec<char>);

impl Line {
    /// Writes over what stands at a column.
    fn put(&mut self, column: usize, text: &str) {
        for (column, letter) in (column..).zip(text.chars()) {
            if self.0.len() <= column {
                self.0.resize(column + 1, ' ');
            }
            self.0[column] = letter;
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = self.0.iter().rposition(|letter| *letter != ' ');
        let kept = end.map_or(0, |end| end + 1);
        self.0[..kept].iter().try_for_each(|it| f.write_char(*it))
    }
}
