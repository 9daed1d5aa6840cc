use key_utils::Secp256k1PublicKey;
use reference_peer::connection::Authority;
use reference_peer::convert::single;
use reference_peer::{convert, echo, shares, timing, transcript};
use serde_json::Value;
use std::io::{self, BufRead, Read, Write};
use std::net::TcpListener;
use std::process::ExitCode;
use std::thread;

const USAGE: &str = "usage: reference-peer convert
       reference-peer respond
       reference-peer initiate HOST:PORT AUTHORITY_KEY COUNT
       reference-peer shares
       reference-peer transcript
       reference-peer time";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["convert"] => answer_lines(convert::answer),
        ["shares"] => answer_lines(shares::answer),
        ["transcript"] => answer_lines(transcript::answer),
        ["time"] => answer_lines(timing::answer),
        ["respond"] => respond(),
        ["initiate", address, key, count] => match (key.parse(), count.parse()) {
            (Ok(key), Ok(count)) => initiate(address, &key, count),
            (Err(error), _) => return usage(&format!("AUTHORITY_KEY: {error}")),
            (_, Err(error)) => return usage(&format!("COUNT: {error}")),
        },
        _ => return usage("which mode?"),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = print(&single("error", error.to_string()).into());
            ExitCode::FAILURE
        }
    }
}

fn usage(problem: &str) -> ExitCode {
    eprintln!("{problem}\n{USAGE}");
    ExitCode::from(2)
}

fn answer_lines(answer: fn(&str) -> Value) -> io::Result<()> {
    // By bytes, so that a line that is not text is one wrong line and not the end.
    for line in io::stdin().lock().split(b'\n') {
        let answer = match std::str::from_utf8(&line?) {
            Ok(line) => answer(line),
            Err(error) => single("error", error.to_string()).into(),
        };
        print(&answer)?;
    }
    Ok(())
}

fn respond() -> io::Result<()> {
    let authority = Authority::generate();
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let mut listening = single("listening", listener.local_addr()?.to_string());
    listening.insert("authority".to_string(), authority.public.to_string().into());
    print(&listening.into())?;
    thread::spawn(move || echo::serve(listener, authority));
    io::stdin().lock().read_to_end(&mut Vec::new())?;
    Ok(())
}

fn initiate(address: &str, authority: &Secp256k1PublicKey, count: u32) -> io::Result<()> {
    echo::initiate(address, authority, count)?;
    print(&single("handshakes", count).into())
}

fn print(object: &Value) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{object}")?;
    out.flush()
}
