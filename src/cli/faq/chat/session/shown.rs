//! What is shown of a turn, and which buttons its numbers press from then on.

use super::Session;
use super::speaker::Speaker;
use crate::conversation::{Turn, wording};
use crate::model::incoming::MessageId;
use crate::model::reply::{Action, Choice, Delivery, Reply, Way};
use crate::render::terminal;
use crate::store::PendingMessage;

impl Session {
    /// What is shown of a turn, and the messages that stand in other chats.
    pub(super) fn show(&mut self, turn: &Turn) -> (String, Vec<PendingMessage>) {
        let mut said = String::new();
        let mut sent = Vec::new();
        for reply in &turn.replies {
            let speaker = match &reply.delivery {
                Delivery::Elsewhere(elsewhere) => {
                    let speaker = self.speaker_at(elsewhere.place);
                    match &elsewhere.way {
                        Way::Delete(_) => continue,
                        Way::Topic(_) | Way::Send { .. } | Way::Copy { .. } | Way::Correct(_) => {
                            self.message += 1;
                        }
                        Way::Edit(message) => {
                            said.push_str(&self.heading(&speaker, *message));
                        }
                    }
                    if !matches!(elsewhere.way, Way::Edit(_)) {
                        said.push_str(&self.heading(&speaker, self.message));
                        sent.push(PendingMessage {
                            chat: elsewhere.place.chat(),
                            link: elsewhere.link,
                            // Its number, until it is sent.
                            id: self.message,
                            ..PendingMessage::default()
                        });
                        if speaker == Speaker::Staff {
                            self.card_message = Some(self.message);
                        }
                    }
                    speaker
                }
                _ => self.speaker.clone(),
            };
            match &reply.delivery {
                // A picture is not shown here, so its words would be about nothing.
                Delivery::Menu(_) | Delivery::Articles(_) | Delivery::Photo { .. } => continue,
                Delivery::Buttons(_) if reply.choices.is_empty() => {
                    self.buttons.remove(&speaker);
                    continue;
                }
                _ => {}
            }
            let to = match &reply.delivery {
                Delivery::InNameOf(_) => Some(wording::CHAT_IN_YOUR_NAME),
                Delivery::To(_) => Some(wording::CHAT_CARD),
                _ => None,
            };
            if let Some(to) = to {
                said.push_str(&format!("{}\n", to.get(self.language)));
            }
            said.push_str(&match self.width {
                Some(width) => terminal::wrapped(reply, true, width()),
                None => terminal::lines(reply, true),
            });
            self.remember_buttons(reply, speaker);
        }
        (said, sent)
    }

    /// A line that says in whose chat something is said, where that is another's.
    pub(super) fn heading(&self, speaker: &Speaker, message: MessageId) -> String {
        if *speaker == self.speaker {
            return String::new();
        }
        let name = match speaker {
            Speaker::Owner | Speaker::Guest | Speaker::Business => "me",
            Speaker::Staff => "staff",
            Speaker::Person(name) => name,
        };
        format!("── {name} #{message}\n")
    }

    pub(super) fn remember_buttons(&mut self, reply: &Reply, speaker: Speaker) {
        let choices: Vec<(String, Choice)> = terminal::pressable(reply)
            .into_iter()
            .filter_map(|button| match &button.action {
                Action::Choose(choice) => Some((button.label.clone(), choice.clone())),
                _ => None,
            })
            .collect();
        // As on Telegram, buttons stay where nothing newer has any.
        if !choices.is_empty() {
            let message = match &reply.delivery {
                Delivery::Replace(message) | Delivery::Buttons(message) => *message,
                Delivery::Elsewhere(elsewhere) => match elsewhere.way {
                    Way::Edit(message) => message,
                    _ => self.message,
                },
                _ => {
                    self.message += 1;
                    self.message
                }
            };
            self.buttons.insert(speaker, (message, choices));
        }
    }
}
