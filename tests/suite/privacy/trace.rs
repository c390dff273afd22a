//! What a program asks of the network, as the kernel hears it.

use std::{path::Path, process::Command};

/// strace, writing to `to` what the program that is added asks of the network and what it starts. `apart`: the program is the
/// child itself, and strace stands beside it.
pub fn strace(to: &Path, apart: bool) -> Command {
    let mut command = Command::new("strace");
    if apart {
        command.arg("-D");
    }
    // A ring of requests could ask for the network by the way, so its making counts.
    command.args([
        "-f",
        "--seccomp-bpf",
        "-e",
        "trace=network,io_uring_setup,execve,execveat",
    ]);
    command.arg("-o").arg(to);
    command
}

/// The lines that ask for anything of the network, but for talk within this machine by a name of a file.
pub fn asked(trace: &str) -> Vec<&str> {
    let plain = ["+++ ", "--- ", "execve(", "execveat(", "socketpair(AF_UNIX"];
    let call = |line: &str| {
        line.split_once(' ')
            .map_or("", |(_, call)| call)
            .trim_start()
            .to_owned()
    };
    let asks = |line: &&str| !plain.iter().any(|one| call(line).starts_with(one));
    trace.lines().filter(asks).collect()
}

/// The programs that were started.
pub fn started(trace: &str) -> Vec<&str> {
    let starts = |line: &&str| line.contains("execve") && line.ends_with("= 0");
    trace.lines().filter(starts).collect()
}

#[test]
fn what_asks_is_told_from_what_does_not() {
    let trace = "7 execve(\"copydesk\", [\"copydesk\"], 0x1) = 0\n7 socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0\n\
        8 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3\n8 connect(3, {sa_family=AF_INET}, 16) = 0\n7 +++ exited with 0 +++\n";
    assert_eq!(asked(trace).len(), 2);
    assert_eq!(started(trace).len(), 1);
}
