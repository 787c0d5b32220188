//! A throw-away PostgreSQL cluster on loopback, for all tests of a program together: started when the
//! first of them asks, ended and deleted when the program ends, however that ends.
//!
//! Without PostgreSQL on the machine there is none, which is said once; those tests then pass without
//! having looked at anything.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Makes the cluster in `$1`, runs the server of `$2` on port `$3` and says so; until nobody holds our
/// standard input any more. A server must not run as root.
const SCRIPT: &str = r#"
folder=$1 bin=$2 port=$3
as=
if [ "$(id -u)" = 0 ]; then
    user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    as="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups"
    chown "$user" "$folder"
fi
cd "$folder"
$as "$bin/initdb" -D "$folder/data" -U wenda -A trust --no-sync -E UTF8 --locale=C >"$folder/log" 2>&1
$as "$bin/postgres" -D "$folder/data" -p "$port" -h 127.0.0.1 -k "$folder" -c fsync=off \
    -c max_connections=300 -c shared_buffers=32MB >>"$folder/log" 2>&1 </dev/null &
server=$!
for attempt in $(seq 200); do
    "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" && echo ready && break
    sleep 0.05
done
cat >/dev/null
kill -INT $server
wait $server
rm -rf "$folder"
"#;

/// The running cluster.
struct Cluster {
    port: u16,
    bin: PathBuf,
    /// Its standard input ends with us, and so does it.
    _script: Child,
}

/// The URL of a new, empty database; `None` where there is no PostgreSQL.
pub fn new_database() -> Option<String> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let cluster = CLUSTER.get_or_init(|| {
        let cluster = start();
        if cluster.is_none() {
            eprintln!("there is no PostgreSQL here: its tests are skipped");
        }
        cluster
    });
    let Cluster { port, bin, .. } = cluster.as_ref()?;
    let name = format!("wenda_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let made = Command::new(bin.join("createdb"))
        .args([
            "-h",
            "127.0.0.1",
            "-U",
            "wenda",
            "-p",
            &port.to_string(),
            &name,
        ])
        .status()
        .expect("createdb runs");
    assert!(made.success(), "createdb {name}");
    Some(format!(
        "postgres://wenda@127.0.0.1:{port}/{name}?sslmode=disable"
    ))
}

fn start() -> Option<Cluster> {
    let bin = programs()?;
    let folder = tempfile::tempdir().expect("a temporary folder").keep();
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = free.local_addr().expect("its address").port();
    drop(free);
    let mut script = Command::new("sh")
        .args(["-c", SCRIPT, "cluster"])
        .arg(&folder)
        .arg(&bin)
        .arg(port.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut said = String::new();
    let stdout = script.stdout.take().expect("its output");
    let _ = BufReader::new(stdout).read_line(&mut said);
    let log = || std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    assert_eq!(said, "ready\n", "PostgreSQL does not start: {}", log());
    Some(Cluster {
        port,
        bin,
        _script: script,
    })
}

/// The folder of the server's programs: where distributions put the newest, or on the path.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let packaged = versions.map(|version| version.path().join("bin")).max();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_whole = |folder: &Path| {
        ["postgres", "initdb", "createdb", "pg_isready"]
            .iter()
            .all(|program| folder.join(program).exists())
    };
    packaged
        .into_iter()
        .chain(std::env::split_paths(&path))
        .find(|folder| is_whole(folder))
}
