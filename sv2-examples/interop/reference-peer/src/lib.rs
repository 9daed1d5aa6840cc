//! A peer made of the published crates of the Stratum V2 reference implementation, to test and
//! time another implementation against. `README.md` says what it is asked and what it answers.

pub mod channel;
mod channel_timing;
pub mod connection;
pub mod convert;
pub mod echo;
pub mod json;
pub mod messages;
pub mod shares;
pub mod timing;
pub mod transcript;
