//! Keys of Ed25519, in the files that other programs use: PEM, PKCS #8 for the secret key and SPKI for the public one.

use std::{
    ffi::OsString,
    fmt,
    fs::Metadata,
    io::{self, Read},
    path::{Path, PathBuf},
    str::FromStr,
};

use ed25519_dalek::{
    Signature, Signer, SigningKey, VerifyingKey,
    pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePublicKey, KeypairBytes, spki::der::pem::LineEnding},
};
use files::{Output, Run, WriteError, Written, is_no_file, open_file};
use provenance::Text;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::hex;

/// How many bytes a file of a key has at most: many times what any has.
const MOST: u64 = 16 << 10;

/// Tells keys apart: the first sixteen digits of the SHA-256 of the public key's 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId([u8; 8]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&hex::digits(&self.0))
    }
}

impl FromStr for KeyId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        hex::bytes(text).map(Self).ok_or(())
    }
}

/// The key that signs. It stays in its file with the one who keeps the journal, and is shown nowhere.
pub struct SecretKey(SigningKey);

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SecretKey").field(&self.public().id()).finish()
    }
}

/// The key that a signature is checked with. Whoever checks must have it from the one who signs, not from the statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl SecretKey {
    /// Makes a key and its two files: the secret one at the path, which only its owner may read, and beside it the
    /// public one, with `.pub` after the name. Neither takes another file's place, and there are both or none.
    ///
    /// # Errors
    /// [`KeyError`]: where either file is there, or cannot be made.
    pub fn make(path: &Path, run: &Run) -> Result<(Self, Written), KeyError> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(seed.as_mut_slice())
            .map_err(|error| KeyError::NoChance { why: error.to_string() })?;
        let key = Self(SigningKey::from_bytes(&seed));
        // Without the public key inside (the first version of PKCS #8), which is what OpenSSL reads.
        let pair = KeypairBytes { secret_key: *seed, public_key: None };
        let pem = ed25519_dalek::pkcs8::EncodePrivateKey::to_pkcs8_pem(&pair, LineEnding::LF);
        let pem = pem.map_err(|error| KeyError::NoChance { why: error.to_string() })?;
        let beside = Self::public_path(path);
        let output = Output::file(path, pem.as_bytes())
            .private()
            .with(beside.file_name().unwrap_or_default(), key.public().to_pem())
            .only_new();
        let written = output.write(run).map_err(KeyError::Unwritten)?;
        Ok((key, written))
    }

    /// Where the public key of a secret one lies.
    #[must_use]
    pub fn public_path(path: &Path) -> PathBuf {
        let mut name = OsString::from(path);
        name.push(".pub");
        PathBuf::from(name)
    }

    /// Reads a key from its file.
    ///
    /// # Errors
    /// [`KeyError`]: also where others than its owner may read the file.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let io = |source| KeyError::Io { path: path.to_owned(), source };
        let file = open_file(path, false).map_err(|error| {
            if is_no_file(&error) { KeyError::NotSecret { path: path.to_owned() } } else { io(error) }
        })?;
        fit(path, &file.metadata().map_err(io)?)?;
        let mut pem = Zeroizing::new(String::new());
        file.take(MOST).read_to_string(&mut pem).map_err(io)?;
        let key = SigningKey::from_pkcs8_pem(&pem);
        key.map(Self).map_err(|_| KeyError::NotSecret { path: path.to_owned() })
    }

    /// The key that its signatures are checked with.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    pub(crate) fn sign(&self, text: &str) -> [u8; 64] {
        self.0.sign(text.as_bytes()).to_bytes()
    }
}

impl PublicKey {
    /// Reads a key from the text of its file.
    ///
    /// # Errors
    /// [`KeyError::NotPublic`], also of a key under which a signature would prove nothing.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        match VerifyingKey::from_public_key_pem(pem.trim()) {
            Ok(key) if !key.is_weak() => Ok(Self(key)),
            _ => Err(KeyError::NotPublic { is_secret: pem.contains("PRIVATE KEY") }),
        }
    }

    /// As the text of a file.
    #[must_use]
    pub fn to_pem(&self) -> String {
        self.0.to_public_key_pem(LineEnding::LF).unwrap_or_default()
    }

    /// What tells it apart.
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId(Sha256::digest(self.0.as_bytes()).first_chunk().copied().unwrap_or_default())
    }

    pub(crate) fn verifies(&self, text: &str, signature: &[u8; 64]) -> bool {
        self.0.verify_strict(text.as_bytes(), &Signature::from_bytes(signature)).is_ok()
    }
}

/// Whether a file may hold a secret key.
fn fit(path: &Path, about: &Metadata) -> Result<(), KeyError> {
    let path = || path.to_owned();
    if !about.is_file() || about.len() > MOST {
        return Err(KeyError::NotSecret { path: path() });
    }
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o777;
        if mode & 0o077 != 0 {
            return Err(KeyError::Open { path: path(), mode });
        }
    }
    Ok(())
}

/// A key cannot be made or used.
#[derive(Debug)]
#[non_exhaustive]
pub enum KeyError {
    /// Its files cannot be written, as where one of them is there already.
    Unwritten(WriteError),
    /// The machine refuses.
    Io {
        /// The file.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
    /// The machine has no random numbers.
    NoChance {
        /// What it says.
        why: String,
    },
    /// Others than its owner may read it.
    Open {
        /// The file.
        path: PathBuf,
        /// Who may do what with it.
        mode: u32,
    },
    /// It is no secret key.
    NotSecret {
        /// The file.
        path: PathBuf,
    },
    /// It is no public key.
    NotPublic {
        /// Whether it is a secret one.
        is_secret: bool,
    },
}

impl KeyError {
    /// In a sentence, with what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        let shown = |path: &Path| escape::terminal(&escape::name(path)).into_owned();
        match self {
            Self::Unwritten(error) => error.text(),
            Self::Io { path, source } => {
                let (path, reason) = (shown(path), files::reason(source));
                Text::new(format!("{path}: {}", reason.ja), format!("`{path}`: {}", reason.en))
            }
            Self::NoChance { why } => {
                Text::new(format!("鍵を作成できない: {why}"), format!("no key can be made: {why}"))
            }
            Self::Open { path, mode } => {
                let path = shown(path);
                Text::new(
                    format!(
                        "{path}は所有者以外も読み書きできる（権限{mode:03o}）。`chmod 600 {path}`を実行し、他人が読んだ恐れがあれば新しい鍵を作成すること"
                    ),
                    format!(
                        "`{path}` is open to others than its owner (mode {mode:03o}); run `chmod 600 {path}`, and make a new key if anybody may have read it"
                    ),
                )
            }
            Self::NotSecret { path } => {
                let path = shown(path);
                Text::new(
                    format!(
                        "{path}は署名用の秘密鍵（PEM形式のEd25519鍵）ではない。`keiyaku ledger key new`で作成したファイルを指定すること"
                    ),
                    format!(
                        "`{path}` holds no key for signing (Ed25519 as PEM); give the file that `keiyaku ledger key new` made"
                    ),
                )
            }
            Self::NotPublic { is_secret: true } => Text::new(
                "公開鍵の代わりに秘密鍵が指定されている。秘密鍵は渡さず、末尾が.pubのファイルを指定すること",
                "this is the secret key, which is handed to nobody; give the file whose name ends in .pub",
            ),
            Self::NotPublic { is_secret: false } => Text::new(
                "公開鍵（PEM形式のEd25519鍵）ではない。末尾が.pubのファイルを指定すること",
                "this is no public key (Ed25519 as PEM); give the file whose name ends in .pub",
            ),
        }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for KeyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Unwritten(error) => Some(error),
            _ => None,
        }
    }
}
