//! When people are there: `Mon-Fri 9:00-18:00, Sat 10:00-14:00 Asia/Shanghai`.
//!
//! Pure: the moment comes in. Days may be English or Chinese, whole or short; times without days
//! hold every day; a time that ends before it begins ends on the next day.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// The days of the week, Monday first: short English, long English, Chinese.
const DAYS: [[&str; 3]; 7] = [
    ["mon", "monday", "周一"],
    ["tue", "tuesday", "周二"],
    ["wed", "wednesday", "周三"],
    ["thu", "thursday", "周四"],
    ["fri", "friday", "周五"],
    ["sat", "saturday", "周六"],
    ["sun", "sunday", "周日"],
];

/// The hours of a week in which people are there.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    spans: Vec<Span>,
    zone: TimeZone,
    zone_name: String,
}

/// A time of a day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    /// From 0 for Monday.
    day: usize,
    /// Minutes since midnight.
    from: u16,
    /// Minutes since the same midnight; after that of the next day where it ends then.
    to: u16,
}

/// When people are there again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// The day of the week, from 0 for Monday.
    pub day: usize,
    /// Whether that is still the same day.
    pub is_today: bool,
    /// The hour.
    pub hour: u16,
    /// The minute.
    pub minute: u16,
}

impl Schedule {
    /// Reads the hours as an operator writes them.
    ///
    /// # Errors
    /// What cannot be read, in words.
    pub fn parse(text: &str) -> Result<Schedule, String> {
        let text = text.trim();
        let (hours, zone_name) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
        let is_zone = |name: &str| name.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
        let zone = TimeZone::get(zone_name)
            .ok()
            .filter(|_| is_zone(zone_name))
            .ok_or_else(|| format!("`{zone_name}` is no time zone"))?;
        let mut spans = Vec::new();
        let mut days: Vec<usize> = Vec::new();
        for piece in hours.split([',', ';', '，', '；']) {
            let mut times = Vec::new();
            for word in joined(piece) {
                match span_of(&word) {
                    Some(time) => times.push(time),
                    None => days.extend(days_of(&word)?),
                }
            }
            if times.is_empty() {
                // `Mon, Wed 9-17`: the days of what follows.
                continue;
            }
            if days.is_empty() {
                days.extend(0..DAYS.len());
            }
            let of_days = days.drain(..).flat_map(|day| {
                let span = move |&(from, to): &(u16, u16)| Span { day, from, to };
                times.iter().map(span).collect::<Vec<_>>()
            });
            spans.extend(of_days);
        }
        if spans.is_empty() || !days.is_empty() {
            return Err("a day without a time".to_owned());
        }
        Ok(Schedule {
            spans,
            zone,
            zone_name: zone_name.to_owned(),
        })
    }

    /// The name of the time zone.
    pub fn zone(&self) -> &str {
        &self.zone_name
    }

    /// When people are there again; `None` where they are there at `at_seconds` (Unix).
    pub fn opens(&self, at_seconds: i64) -> Option<Opening> {
        let now = Timestamp::from_second(at_seconds).ok()?;
        let today = now.to_zoned(self.zone.clone()).date();
        // From yesterday, whose last time may end today, to the same day of the next week.
        let mut date = today.yesterday().ok()?;
        let mut first: Option<(i64, Span, Date)> = None;
        for _ in 0..9 {
            let day = date.weekday().to_monday_zero_offset() as usize;
            for span in self.spans.iter().filter(|span| span.day == day) {
                let (from, to) = (self.moment(date, span.from)?, self.moment(date, span.to)?);
                if (from..to).contains(&at_seconds) {
                    return None;
                }
                if from > at_seconds && first.is_none_or(|(first, ..)| from < first) {
                    first = Some((from, *span, date));
                }
            }
            date = date.tomorrow().ok()?;
        }
        let (_, span, date) = first?;
        Some(Opening {
            day: span.day,
            is_today: date == today,
            hour: span.from / 60,
            minute: span.from % 60,
        })
    }

    /// The moment so many minutes after midnight of this date, by the clock of the zone.
    fn moment(&self, date: Date, minutes: u16) -> Option<i64> {
        let (date, minutes) = match minutes.checked_sub(DAY) {
            Some(rest) => (date.tomorrow().ok()?, rest),
            None => (date, minutes),
        };
        let (hour, minute) = (minutes / 60, minutes % 60);
        let time = Time::new(hour.try_into().ok()?, minute.try_into().ok()?, 0, 0).ok()?;
        let zoned = date.to_datetime(time).to_zoned(self.zone.clone()).ok()?;
        Some(zoned.timestamp().as_second())
    }
}

/// The words of a piece; blanks around a hyphen join what they stand between.
fn joined(piece: &str) -> Vec<String> {
    let hyphens = ['–', '—', '~', '至', '到'];
    let piece = piece.replace(hyphens, "-").to_lowercase();
    let parts: Vec<&str> = piece.split('-').map(str::trim).collect();
    let piece = parts.join("-").replace('：', ":");
    piece.split_whitespace().map(str::to_owned).collect()
}

/// `9:00-18:00` or `9-18`, in minutes; `None` where it is no time.
fn span_of(word: &str) -> Option<(u16, u16)> {
    let (from, to) = word.split_once('-')?;
    let (from, to) = (minutes(from)?, minutes(to)?);
    (from < DAY).then_some((from, if to > from { to } else { to + DAY }))
}

/// A time of the day (`9:00`, `9`) in minutes since midnight.
pub fn minutes(time: &str) -> Option<u16> {
    let (hour, minute) = time.split_once(':').unwrap_or((time, "0"));
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour <= 24 && minute < 60 && hour * 60 + minute <= DAY).then_some(hour * 60 + minute)
}

/// The day of the week that a word in lower case names, from 0 for Monday.
pub fn day_of_week(name: &str) -> Option<usize> {
    let name = name.replace("星期", "周").replace("周天", "周日");
    DAYS.iter().position(|names| names.contains(&name.as_str()))
}

/// The days that a word names: one, or from one to another.
fn days_of(word: &str) -> Result<Vec<usize>, String> {
    let day = |name: &str| {
        day_of_week(name).ok_or_else(|| format!("`{word}` is neither a day nor a time"))
    };
    let Some((from, to)) = word.split_once('-') else {
        return Ok(vec![day(word)?]);
    };
    let (from, to) = (day(from)?, day(to)?);
    let count = (to + DAYS.len() - from) % DAYS.len() + 1;
    Ok((0..count).map(|step| (from + step) % DAYS.len()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Unix seconds of a moment.
    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_second()
    }

    fn opening(hours: &str, now: &str) -> Option<(usize, bool, u16, u16)> {
        let opening = Schedule::parse(hours).unwrap().opens(at(now))?;
        Some((opening.day, opening.is_today, opening.hour, opening.minute))
    }

    #[test]
    fn people_are_there_within_their_hours_and_come_back_at_the_next() {
        let hours = "Mon-Fri 9:00-18:00, Sat 10-14 Asia/Shanghai";
        // (now, when they are back); Shanghai is eight hours ahead.
        for (now, expected) in [
            ("2026-11-27T01:00:00Z", None),
            ("2026-11-27T09:59:59Z", None),
            ("2026-11-27T10:00:00Z", Some((5, false, 10, 0))),
            ("2026-11-28T00:30:00Z", Some((5, true, 10, 0))),
            ("2026-11-28T06:00:00Z", Some((0, false, 9, 0))),
            ("2026-11-29T23:00:00Z", Some((0, true, 9, 0))),
        ] {
            assert_eq!(opening(hours, now), expected, "{now}");
        }
    }

    #[test]
    fn nights_belong_to_the_evening_before() {
        let hours = "fri 22:00-6:00 UTC";
        assert_eq!(opening(hours, "2026-11-28T05:59:00Z"), None);
        assert_eq!(
            opening(hours, "2026-11-28T06:00:00Z"),
            Some((4, false, 22, 0))
        );
        assert_eq!(opening("0-24 UTC", "2026-11-28T23:59:59Z"), None);
    }

    #[test]
    fn the_clock_of_the_zone_counts_over_its_changes() {
        // Berlin sets its clocks back on 25 October 2026: 9:00 is 8:00 UTC after it, 7:00 before.
        let hours = "Mon-Sun 9:00-17:00 Europe/Berlin";
        assert_eq!(opening(hours, "2026-10-24T07:00:00Z"), None);
        assert_eq!(
            opening(hours, "2026-10-26T07:30:00Z"),
            Some((0, true, 9, 0))
        );
        assert_eq!(opening(hours, "2026-10-26T08:00:00Z"), None);
    }

    #[test]
    fn days_are_read_in_both_languages_and_in_lists() {
        let now = "2026-11-28T12:00:00Z";
        for hours in [
            "Mon, Wed 9-17 UTC",
            "monday, wednesday 9:00 - 17:00 UTC",
            "周一，周三 9：00-17：00 UTC",
            "mon 9-17; wed 9-17 UTC",
        ] {
            assert_eq!(opening(hours, now), Some((0, false, 9, 0)), "{hours}");
        }
        assert_eq!(
            opening("周一至周五 9:00-12:00 13:00-18:00 Asia/Shanghai", now),
            Some((0, false, 9, 0))
        );
        assert_eq!(opening("fri-mon 8:30-9 UTC", now), Some((6, false, 8, 30)));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (hours, named) in [
            ("Mon-Fri 9:00-18:00", "9:00-18:00"),
            ("Mon-Fri 9:00-18:00 Mars/Olympus", "Mars/Olympus"),
            ("Mon-Fry 9-18 UTC", "mon-fry"),
            ("Mon 25-26 UTC", "25-26"),
            ("Mon UTC", "without a time"),
            ("UTC", "without a time"),
            ("", "time zone"),
        ] {
            let error = Schedule::parse(hours).unwrap_err();
            assert!(error.contains(named), "{hours}: {error}");
        }
    }
}
