//! What reading costs: every field of the CSV files of a folder with simd-csv, or (`newlines`) a count of newlines, on two
//! threads.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Take};
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

#[path = "../scan.rs"]
#[allow(dead_code)]
mod scan;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let only_newlines = arguments.iter().any(|a| a == "newlines");
    let folder = arguments.iter().find(|a| *a != "newlines").expect("scan-bare FOLDER [newlines]");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "csv"));
    files.sort();
    let mut work = Vec::new();
    for path in &files {
        let file = File::open(path).expect("readable");
        let (_, from) = scan::header(&file);
        work.extend(scan::parts(&file, from, 8 << 20).into_iter().map(|part| (path, part)));
    }
    let (next, rows, fields, bytes) = (AtomicUsize::new(0), AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((path, part)) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (r, f, b) = if only_newlines { newlines(path, *part) } else { records(path, *part) };
                    rows.fetch_add(r, Ordering::Relaxed);
                    fields.fetch_add(f, Ordering::Relaxed);
                    bytes.fetch_add(b, Ordering::Relaxed);
                }
            });
        }
    });
    println!("rows {} fields {} bytes {}", rows.into_inner(), fields.into_inner(), bytes.into_inner());
}

/// Rows, fields and bytes of fields.
fn records(path: &PathBuf, part: scan::Part) -> (u64, u64, u64) {
    let mut file = File::open(path).expect("readable");
    file.seek(SeekFrom::Start(part.from)).expect("a file");
    let input: Take<File> = file.take(part.to - part.from);
    let mut reader = simd_csv::ZeroCopyReaderBuilder::new().has_headers(false).buffer_capacity(512 << 10).from_reader(input);
    let (mut rows, mut fields, mut bytes) = (0, 0, 0);
    while let Some(record) = reader.read_byte_record().expect("CSV") {
        rows += 1;
        for field in record.iter() {
            fields += 1;
            bytes += field.len() as u64;
        }
    }
    (rows, fields, bytes)
}

fn newlines(path: &PathBuf, part: scan::Part) -> (u64, u64, u64) {
    let file = File::open(path).expect("readable");
    let mut buffer = vec![0_u8; 512 << 10];
    let (mut at, mut rows) = (part.from, 0);
    while at < part.to {
        let most = buffer.len().min((part.to - at) as usize);
        let read = file.read_at(&mut buffer[..most], at).expect("readable");
        if read == 0 {
            break;
        }
        rows += buffer[..read].chunks(255).map(|c| u64::from(c.iter().map(|&b| u8::from(b == b'\n')).sum::<u8>())).sum::<u64>();
        at += read as u64;
    }
    (rows, 0, part.to - part.from)
}
