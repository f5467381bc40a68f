//! Clocks, sockets and the processor's account, as Linux has them.

use std::io::Write;

pub fn clock_ms(clock: libc::clockid_t) -> f64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    unsafe { libc::clock_gettime(clock, &mut time) };
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

pub fn now_ms() -> f64 {
    clock_ms(libc::CLOCK_MONOTONIC)
}

/// A socket of its own, as every client has: the server knows them by their addresses.
/// `source`: the IPv4 address that it sends from; any if left out.
pub fn open_socket(server: (u32, u16), source: Option<u32>) -> i32 {
    unsafe {
        let kind = libc::SOCK_DGRAM | libc::SOCK_NONBLOCK;
        let socket = libc::socket(libc::AF_INET, kind, 0);
        assert!(
            socket >= 0,
            "no more sockets: raise the limit of open files"
        );
        let length = std::mem::size_of::<libc::sockaddr_in>() as u32;
        if let Some(host) = source {
            let address = socket_address((host, 0));
            let done = libc::bind(socket, (&raw const address).cast(), length);
            assert_eq!(done, 0, "the source is no address of this machine");
        }
        let address = socket_address(server);
        let done = libc::connect(socket, (&raw const address).cast(), length);
        assert_eq!(done, 0, "the proxy's address is no address");
        socket
    }
}

fn socket_address((host, port): (u32, u16)) -> libc::sockaddr_in {
    let mut address: libc::sockaddr_in = unsafe { std::mem::zeroed() };
    address.sin_family = libc::AF_INET as u16;
    address.sin_port = port.to_be();
    address.sin_addr.s_addr = host.to_be();
    address
}

pub fn raise_file_limit() {
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    unsafe {
        libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit);
        limit.rlim_cur = limit.rlim_max;
        libc::setrlimit(libc::RLIMIT_NOFILE, &limit);
    }
}

/// Processor time of this process, user and system, ms.
pub fn cpu_ms() -> (u64, u64) {
    unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &mut usage);
        let ms = |time: libc::timeval| time.tv_sec as u64 * 1000 + time.tv_usec as u64 / 1000;
        (ms(usage.ru_utime), ms(usage.ru_stime))
    }
}

pub fn say(line: &str) {
    println!("{line}");
    let _ = std::io::stdout().flush();
}

/// The end of a line of output: `R {"name":value,…}`.
pub fn report(values: &[(&str, f64)]) {
    let fields: Vec<String> = values
        .iter()
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    say(&format!("R {{{}}}", fields.join(",")));
}
