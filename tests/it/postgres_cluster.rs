//! A throw-away PostgreSQL cluster on loopback, for all tests of a program together: started when the
//! first of them asks, ended and deleted when the program ends, however that ends.
//!
//! Without PostgreSQL on the machine there is none, which is said once; those tests then pass without
//! having looked at anything.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock};

/// Makes the cluster in `$1`, runs the server of `$2` on port `$3` and says so; starts it anew, and says so
/// again, with each line of our standard input; until nobody holds that any more. A server must not run as
/// root.
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
start() {
    $as "$bin/postgres" -D "$folder/data" -p "$port" -h 127.0.0.1 -k "$folder" -c fsync=off \
        -c max_connections=300 -c shared_buffers=32MB >>"$folder/log" 2>&1 </dev/null &
    server=$!
    for attempt in $(seq 600); do
        "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" && echo ready && break
        sleep 0.05
    done
}
stop() {
    kill -INT $server
    wait $server
}
start
while read -r again; do
    stop
    start
done
stop
rm -rf "$folder"
"#;

/// A running cluster. Its standard input ends with us, and so does it.
pub struct Cluster {
    port: u16,
    bin: PathBuf,
    folder: PathBuf,
    script: Child,
    said: BufReader<ChildStdout>,
    databases: u32,
}

/// The URL of a new, empty database in the cluster that all tests share; `None` where there is no
/// PostgreSQL.
pub fn new_database() -> Option<String> {
    static CLUSTER: OnceLock<Option<Mutex<Cluster>>> = OnceLock::new();
    let cluster = CLUSTER.get_or_init(|| Cluster::start().map(Mutex::new));
    Some(
        cluster
            .as_ref()?
            .lock()
            .expect("the cluster")
            .new_database(),
    )
}

impl Cluster {
    /// Starts a cluster of its own; `None`, which is said, where there is no PostgreSQL.
    pub fn start() -> Option<Cluster> {
        let Some(bin) = programs() else {
            eprintln!("there is no PostgreSQL here: its tests are skipped");
            return None;
        };
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
        let said = BufReader::new(script.stdout.take().expect("its output"));
        let mut cluster = Cluster {
            port,
            bin,
            folder,
            script,
            said,
            databases: 0,
        };
        cluster.wait_until_ready();
        Some(cluster)
    }

    /// Makes an empty database; its URL.
    pub fn new_database(&mut self) -> String {
        let (port, name) = (self.port, format!("wenda_{}", self.databases));
        self.databases += 1;
        let made = Command::new(self.bin.join("createdb"))
            .args(["-h", "127.0.0.1", "-U", "wenda", "-p"])
            .args([&port.to_string(), &name])
            .status()
            .expect("createdb runs");
        assert!(made.success(), "createdb {name}");
        format!("postgres://wenda@127.0.0.1:{port}/{name}?sslmode=disable")
    }

    /// Stops the server, which closes every connection, and starts it again.
    #[allow(dead_code, reason = "not every program that has this file restarts it")]
    pub fn restart(&mut self) {
        let stdin = self.script.stdin.as_mut().expect("its input");
        stdin.write_all(b"again\n").expect("the shell reads");
        self.wait_until_ready();
    }

    fn wait_until_ready(&mut self) {
        let mut said = String::new();
        let _ = self.said.read_line(&mut said);
        let log = || std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        assert_eq!(said, "ready\n", "PostgreSQL does not start: {}", log());
    }
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
