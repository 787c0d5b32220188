//! The socket between the bot and its sidecar, one direction apart from the other.
//!
//! A Unix socket tells whoever waits to write each time that the other side has read. Waiting for both
//! directions at once, as tokio's own socket does, would wake a process that has nothing to write after each
//! frame that it wrote. So reading alone is waited for; writing is tried, and waited for where there is no room.

use std::io::{self, ErrorKind, Write};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;

use tokio::net::unix::pipe;

/// Where to read. A socket is read like a pipe, and only of a pipe does tokio wait for one direction alone.
pub type ReadHalf = pipe::Receiver;

/// Where to write; the other side reads to the end once this is dropped.
pub struct WriteHalf(UnixStream);

/// Both directions of a socket, on the runtime at hand.
///
/// # Errors
/// When the system has no more handles.
pub fn split(socket: UnixStream) -> io::Result<(ReadHalf, WriteHalf)> {
    socket.set_nonblocking(true)?;
    let read = pipe::Receiver::from_owned_fd_unchecked(OwnedFd::from(socket.try_clone()?))?;
    Ok((read, WriteHalf(socket)))
}

impl WriteHalf {
    /// Writes all of it.
    ///
    /// # Errors
    /// When the other side has gone.
    pub async fn write_all(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match (&self.0).write(bytes) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(count) => bytes = &bytes[count..],
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.room().await?,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Waits until there is room, by a handle of its own: that of reading is not to hear of it.
    async fn room(&self) -> io::Result<()> {
        let socket = OwnedFd::from(self.0.try_clone()?);
        pipe::Sender::from_owned_fd_unchecked(socket)?
            .writable()
            .await
    }
}

impl Drop for WriteHalf {
    fn drop(&mut self) {
        // One that has gone reads no more.
        let _ = self.0.shutdown(Shutdown::Write);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt;

    #[tokio::test]
    async fn more_than_there_is_room_for_is_read_whole_and_then_the_end() {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let (mut read, _back) = split(theirs).unwrap();
        let (_, write) = split(ours).unwrap();
        let sent: Vec<u8> = (0..3_000_000_u32).map(|at| (at % 251) as u8).collect();
        let expected = sent.clone();
        let writing = tokio::spawn(async move { write.write_all(&sent).await });
        let mut found = Vec::new();
        read.read_to_end(&mut found).await.unwrap();
        assert!(found == expected);
        writing.await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn what_comes_later_is_read_and_an_end_that_came_with_the_rest_is_seen() {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let (mut read, _back) = split(theirs).unwrap();
        let mut found = [0; 64];
        for round in 0..3_u8 {
            let later = ours.try_clone().unwrap();
            let writing = tokio::spawn(async move {
                tokio::task::yield_now().await;
                (&later).write_all(&[round; 5]).unwrap();
            });
            assert_eq!(read.read(&mut found).await.unwrap(), 5);
            assert_eq!(found[..5], [round; 5]);
            writing.await.unwrap();
        }
        (&ours).write_all(b"last").unwrap();
        drop(ours);
        assert_eq!(read.read(&mut found).await.unwrap(), 4);
        assert_eq!(read.read(&mut found).await.unwrap(), 0);
    }

    #[tokio::test]
    async fn whoever_writes_to_one_that_has_gone_hears_it() {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let (_read, write) = split(ours).unwrap();
        drop(theirs);
        assert!(write.write_all(b"x").await.is_err());
    }
}
