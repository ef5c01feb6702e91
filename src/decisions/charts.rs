//! The shapes of the comparison's charts: grouped bars and a radar, as coordinates that templates draw. A table with
//! the same numbers always stands beside them.

use serde::Serialize;

/// The highest level.
const TOP: f64 = 5.0;
/// Where the bars begin: what stands left of it is the competency's name.
const LEFT: f64 = 256.0;
/// The length of a bar at the highest level.
const LENGTH: f64 = 400.0;
/// The height of a bar and the room between two groups.
const BAR: f64 = 12.0;
const GAP: f64 = 14.0;
/// Centre and radius of the radar.
const CENTRE: (f64, f64) = (380.0, 200.0);
const RADIUS: f64 = 140.0;

/// One line of a chart: a name and each candidate's level for it, in the order of the candidates.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// The competency.
    pub(super) name: String,
    /// The floor that nothing makes up for.
    pub(super) floor: f64,
    /// The levels; none where nobody observed it.
    pub(super) levels: Vec<Option<f64>>,
}

/// A bar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Bar {
    series: usize,
    y: f64,
    width: f64,
    text_x: f64,
    text_y: f64,
    level: f64,
}

/// The bars of one competency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Group {
    name: String,
    label_y: f64,
    floor_x: f64,
    top: f64,
    bottom: f64,
    bars: Vec<Bar>,
}

/// A mark of the scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Mark {
    level: u8,
    x: f64,
}

/// Grouped horizontal bars.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Bars {
    width: f64,
    height: f64,
    left: f64,
    bar: f64,
    marks: Vec<Mark>,
    groups: Vec<Group>,
}

/// A coordinate as it is written: a tenth of a pixel is enough.
fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn x_of(level: f64) -> f64 {
    tenth(LEFT + LENGTH * (level / TOP).clamp(0.0, 1.0))
}

/// Bars for these lines, one group each.
pub(super) fn bars(lines: &[Line]) -> Bars {
    let mut y = GAP + 16.0;
    let mut groups = Vec::with_capacity(lines.len());
    for line in lines {
        let top = y;
        let mut drawn = Vec::new();
        for (series, level) in line.levels.iter().enumerate() {
            if let Some(level) = level {
                drawn.push(Bar {
                    series,
                    y: tenth(y),
                    width: tenth(x_of(*level) - LEFT),
                    text_x: tenth(x_of(*level) + 6.0),
                    text_y: tenth(y + BAR - 2.0),
                    level: *level,
                });
            }
            y += BAR + 2.0;
        }
        groups.push(Group {
            name: line.name.clone(),
            label_y: tenth(f64::midpoint(top, y) + 4.0),
            floor_x: x_of(line.floor),
            top: tenth(top - 2.0),
            bottom: tenth(y),
            bars: drawn,
        });
        y += GAP;
    }
    Bars {
        width: LEFT + LENGTH + 64.0,
        height: tenth(y),
        left: LEFT,
        bar: BAR,
        marks: (1..=5)
            .map(|level| Mark {
                level,
                x: x_of(f64::from(level)),
            })
            .collect(),
        groups,
    }
}

/// A point of the radar.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Point {
    x: f64,
    y: f64,
}

/// A candidate's shape.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Shape {
    series: usize,
    path: String,
    points: Vec<Point>,
}

/// An axis with its name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Axis {
    name: String,
    end: Point,
    label: Point,
    anchor: &'static str,
}

/// A radar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Radar {
    width: f64,
    height: f64,
    centre: Point,
    rings: Vec<String>,
    axes: Vec<Axis>,
    shapes: Vec<Shape>,
}

fn at(index: usize, count: usize, radius: f64) -> Point {
    // Few axes: the conversion is exact.
    let turn = index as f64 / count.max(1) as f64 * std::f64::consts::TAU - std::f64::consts::FRAC_PI_2;
    Point {
        x: tenth(CENTRE.0 + radius * turn.cos()),
        y: tenth(CENTRE.1 + radius * turn.sin()),
    }
}

fn path(points: &[Point]) -> String {
    let words: Vec<String> = points
        .iter()
        .map(|point| format!("{},{}", point.x, point.y))
        .collect();
    words.join(" ")
}

fn axis(name: &str, index: usize, count: usize) -> Axis {
    let label = at(index, count, RADIUS + 16.0);
    let anchor = match label.x - CENTRE.0 {
        side if side < -8.0 => "end",
        side if side > 8.0 => "start",
        _ => "middle",
    };
    Axis {
        name: name.to_owned(),
        end: at(index, count, RADIUS),
        label: Point {
            y: tenth(label.y + 4.0),
            ..label
        },
        anchor,
    }
}

/// A radar of these lines, provided that there are three axes or more. A candidate who lacks a level has no shape:
/// a hole would look like a zero.
pub(super) fn radar(lines: &[Line]) -> Option<Radar> {
    let count = lines.len();
    if count < 3 {
        return None;
    }
    let candidates = lines.iter().map(|line| line.levels.len()).max().unwrap_or(0);
    let shape = |series: usize| {
        let levels: Option<Vec<f64>> = lines
            .iter()
            .map(|line| line.levels.get(series).copied().flatten())
            .collect();
        let points: Vec<Point> = levels?
            .iter()
            .enumerate()
            .map(|(index, level)| at(index, count, RADIUS * (level / TOP).clamp(0.0, 1.0)))
            .collect();
        Some(Shape {
            series,
            path: path(&points),
            points,
        })
    };
    let ring = |level: u8| {
        let points: Vec<Point> = (0..count)
            .map(|index| at(index, count, RADIUS * f64::from(level) / TOP))
            .collect();
        path(&points)
    };
    let axes = lines.iter().enumerate();
    Some(Radar {
        width: 760.0,
        height: 400.0,
        centre: Point {
            x: CENTRE.0,
            y: CENTRE.1,
        },
        rings: (1..=5).map(ring).collect(),
        axes: axes.map(|(index, line)| axis(&line.name, index, count)).collect(),
        shapes: (0..candidates).filter_map(shape).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, levels: &[Option<f64>]) -> Line {
        Line {
            name: name.into(),
            floor: 3.0,
            levels: levels.to_vec(),
        }
    }

    #[test]
    fn a_bar_is_as_long_as_its_level_and_none_is_drawn_for_what_nobody_saw() {
        let chart = bars(&[line("Writing", &[Some(5.0), None, Some(2.5)])]);
        let drawn = &chart.groups[0].bars;
        assert_eq!(drawn.iter().map(|bar| bar.series).collect::<Vec<_>>(), [0, 2]);
        assert!((drawn[0].width - LENGTH).abs() < 0.05 && (drawn[1].width - LENGTH / 2.0).abs() < 0.05);
        assert!((chart.groups[0].floor_x - (LEFT + LENGTH * 0.6)).abs() < 0.05);
        assert!(chart.height > chart.groups[0].bottom);
    }

    #[test]
    fn a_candidate_who_lacks_a_level_has_no_shape_in_the_radar() {
        let lines: Vec<Line> = ["A", "B", "C"]
            .iter()
            .map(|name| line(name, &[Some(4.0), (*name != "B").then_some(3.0)]))
            .collect();
        let chart = radar(&lines).unwrap();
        assert_eq!(chart.shapes.len(), 1);
        assert_eq!(chart.shapes[0].points.len(), 3);
        assert!(
            (chart.shapes[0].points[0].y - (CENTRE.1 - RADIUS * 0.8)).abs() < 0.05,
            "the first axis points up"
        );
        assert_eq!(radar(&lines[..2]), None, "two axes are no area");
    }
}
