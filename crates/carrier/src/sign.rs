//! What requests are signed with: the hashes the program has anyway, instead of another library of cryptography.

use hmac::{Hmac, KeyInit, Mac};
use object_store::client::{
    CryptoProvider, DigestAlgorithm, DigestContext, HmacContext, Signer, SigningAlgorithm,
};
use object_store::{Error, Result};
use sha2::{Digest, Sha256};

/// SHA-256 and HMAC over it, which is all that signing requests to S3 takes.
#[derive(Debug)]
pub(crate) struct Signing;

fn not_supported(what: impl std::fmt::Debug) -> Error {
    Error::NotSupported {
        source: format!("{what:?} is not used by S3").into(),
    }
}

#[derive(Default)]
struct Sum {
    sum: Sha256,
    done: [u8; 32],
}

impl DigestContext for Sum {
    fn update(&mut self, data: &[u8]) {
        self.sum.update(data);
    }

    fn finish(&mut self) -> Result<&[u8]> {
        self.done = self.sum.finalize_reset().into();
        Ok(&self.done)
    }
}

struct Code {
    code: Hmac<Sha256>,
    done: [u8; 32],
}

impl HmacContext for Code {
    fn update(&mut self, data: &[u8]) {
        self.code.update(data);
    }

    fn finish(&mut self) -> Result<&[u8]> {
        self.done = self.code.clone().finalize().into_bytes().into();
        Ok(&self.done)
    }
}

impl CryptoProvider for Signing {
    fn digest(&self, algorithm: DigestAlgorithm) -> Result<Box<dyn DigestContext>> {
        match algorithm {
            DigestAlgorithm::Sha256 => Ok(Box::new(Sum::default())),
            other => Err(not_supported(other)),
        }
    }

    fn hmac(&self, algorithm: DigestAlgorithm, secret: &[u8]) -> Result<Box<dyn HmacContext>> {
        match algorithm {
            DigestAlgorithm::Sha256 => Ok(Box::new(Code {
                code: Hmac::new_from_slice(secret).map_err(not_supported)?,
                done: [0; 32],
            })),
            other => Err(not_supported(other)),
        }
    }

    fn sign(&self, algorithm: SigningAlgorithm, _pem: &[u8]) -> Result<Box<dyn Signer>> {
        Err(not_supported(algorithm))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The vectors of FIPS 180-4 for "abc" and of RFC 4231, case 2.
    #[test]
    fn sums_and_codes_are_those_of_the_standards() {
        let mut sum = Signing.digest(DigestAlgorithm::Sha256).unwrap();
        sum.update(b"ab");
        sum.update(b"c");
        assert_eq!(
            hex(sum.finish().unwrap()),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        let mut code = Signing.hmac(DigestAlgorithm::Sha256, b"Jefe").unwrap();
        code.update(b"what do ya want ");
        code.update(b"for nothing?");
        assert_eq!(
            hex(code.finish().unwrap()),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert!(Signing.sign(SigningAlgorithm::RS256, b"").is_err());
    }
}
