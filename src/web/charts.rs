//! Charts as data for `web/charts/…` templates: plain SVG with a title, a description that holds every figure, and
//! a table beside it. Colours and strokes are classes of the style sheet, so that they follow light and dark.

use serde::Serialize;

/// A point or tick: where it is drawn and what is written there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mark {
    /// Across, in units of the drawing.
    pub x: f64,
    /// Down, in units of the drawing.
    pub y: f64,
    /// What is written.
    pub text: String,
    /// Whether it is the one the chart is about.
    pub strong: bool,
}

/// One line of a chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// What it shows.
    pub name: String,
    /// Its number from 1, for the class that colours it.
    pub n: usize,
    /// The points of the polyline.
    pub points: String,
    /// Its points, with their figures.
    pub dots: Vec<Mark>,
}

/// A line chart over whole numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineChart {
    /// Unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// Every figure, in words.
    pub desc: String,
    /// What the horizontal axis counts.
    pub across: String,
    /// The lines.
    pub lines: Vec<Line>,
    /// Ticks of the horizontal axis.
    pub ticks: Vec<Mark>,
    /// Grid lines of the vertical axis.
    pub grid: Vec<Mark>,
}

/// A bar of a chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// Its figure.
    pub value: f64,
    /// Where it begins, downwards.
    pub y: f64,
    /// Where its text stands.
    pub text_y: f64,
    /// Its length.
    pub width: f64,
    /// Where its figure is written.
    pub end: f64,
}

/// A chart of horizontal bars.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BarChart {
    /// Unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// Every figure, in words.
    pub desc: String,
    /// The height of the drawing.
    pub height: f64,
    /// The bars from top to bottom.
    pub bars: Vec<Bar>,
}

/// Where a line chart is drawn: 480 by 260, the axes inside.
const LEFT: f64 = 44.0;
const RIGHT: f64 = 464.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 212.0;
/// Bars begin behind their labels and leave room for their figures.
const BAR_LEFT: f64 = 170.0;
const BAR_LONGEST: f64 = 250.0;
const BAR_STEP: f64 = 30.0;

fn round(place: f64) -> f64 {
    (place * 10.0).round() / 10.0
}

/// A count as a place on an axis; counts of charts are small.
fn place(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// Lines from 0 to 1 over 1, 2, 3, …; `strong` is the point (from 1) that is pointed out on the first line.
pub fn lines(
    id: &str,
    (title, across): (&str, &str),
    series: &[(String, Vec<f64>)],
    strong: usize,
) -> LineChart {
    let most = series
        .iter()
        .map(|(_, values)| values.len())
        .max()
        .unwrap_or(0)
        .max(2);
    let x = |n: usize| round(LEFT + 20.0 + (RIGHT - LEFT - 40.0) * place(n) / (place(most) - 1.0));
    let y = |value: f64| round(BOTTOM - (BOTTOM - TOP) * value.clamp(0.0, 1.0));
    let drawn = series.iter().enumerate().map(|(k, (name, values))| {
        let dots: Vec<Mark> = values
            .iter()
            .enumerate()
            .map(|(n, value)| Mark {
                x: x(n),
                y: y(*value),
                text: format!("{value:.2}"),
                strong: k == 0 && n + 1 == strong,
            })
            .collect();
        let points: Vec<String> = dots.iter().map(|dot| format!("{},{}", dot.x, dot.y)).collect();
        Line {
            name: name.clone(),
            n: k + 1,
            points: points.join(" "),
            dots,
        }
    });
    let told = series.iter().map(|(name, values)| {
        let figures: Vec<String> = values
            .iter()
            .enumerate()
            .map(|(n, value)| format!("{}: {value:.2}", n + 1))
            .collect();
        format!("{name}: {}.", figures.join(", "))
    });
    let mark = |x: f64, y: f64, text: String| Mark {
        x,
        y,
        text,
        strong: false,
    };
    LineChart {
        id: id.to_owned(),
        title: title.to_owned(),
        desc: told.collect::<Vec<_>>().join(" "),
        across: across.to_owned(),
        lines: drawn.collect(),
        ticks: (0..most)
            .map(|n| mark(x(n), BOTTOM + 20.0, (n + 1).to_string()))
            .collect(),
        grid: [0.0, 0.25, 0.5, 0.75, 1.0]
            .map(|value| mark(LEFT, y(value), format!("{value:.2}")))
            .to_vec(),
    }
}

/// Horizontal bars, the longest as long as there is room.
pub fn bars(id: &str, title: &str, values: &[(String, f64)]) -> BarChart {
    let most = values.iter().map(|(_, value)| *value).fold(1.0, f64::max);
    let drawn = values.iter().enumerate().map(|(n, (label, value))| {
        let width = round(BAR_LONGEST * value.max(0.0) / most);
        let y = BAR_STEP * place(n);
        Bar {
            label: label.clone(),
            value: *value,
            y: y + 4.0,
            text_y: y + 19.0,
            width,
            end: round(BAR_LEFT + width + 8.0),
        }
    });
    let told: Vec<String> = values
        .iter()
        .map(|(label, value)| format!("{label}: {value}"))
        .collect();
    BarChart {
        id: id.to_owned(),
        title: title.to_owned(),
        desc: told.join(", "),
        height: BAR_STEP * place(values.len()),
        bars: drawn.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_chart_tells_every_figure_and_points_one_out() {
        let chart = lines(
            "c",
            ("Why", "raters"),
            &[("one".into(), vec![0.44, 0.61, 0.7, 0.76])],
            4,
        );
        assert_eq!(chart.desc, "one: 1: 0.44, 2: 0.61, 3: 0.70, 4: 0.76.");
        let strong: Vec<&str> = chart.lines[0]
            .dots
            .iter()
            .filter(|dot| dot.strong)
            .map(|dot| dot.text.as_str())
            .collect();
        assert_eq!(strong, ["0.76"]);
        assert!(
            chart.lines[0]
                .dots
                .iter()
                .all(|dot| (LEFT..=RIGHT).contains(&dot.x))
        );
        assert!(
            chart.lines[0].dots[0].y > chart.lines[0].dots[3].y,
            "more is higher"
        );
    }

    #[test]
    fn the_largest_bar_fills_the_room_and_nothing_is_a_bar_without_length() {
        let chart = bars(
            "b",
            "Candidates",
            &[("Applied".into(), 8.0), ("Debrief".into(), 0.0)],
        );
        assert_eq!(chart.bars[0].width, BAR_LONGEST);
        assert_eq!(chart.bars[1].width, 0.0);
        assert_eq!(chart.desc, "Applied: 8, Debrief: 0");
    }
}
