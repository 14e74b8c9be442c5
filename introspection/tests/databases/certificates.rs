//! Certificates for tests, made anew for each.

use std::path::{Path, PathBuf};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tempfile::TempDir;

/// An authority, and another one that has nothing to do with it.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: TempDir,
}

/// A certificate with its key, as PEM texts.
pub(crate) struct Signed {
    pub(crate) certificate: String,
    pub(crate) key: String,
}

impl Authority {
    pub(crate) fn new() -> Authority {
        let authority =
            Authority { issuer: issuer("Authority of a test"), folder: tempfile::tempdir().unwrap() };
        std::fs::write(authority.file("ca.pem"), authority.pem()).unwrap();
        std::fs::write(authority.file("other.pem"), issuer("Another authority").pem()).unwrap();
        authority
    }

    /// The authority's own certificate.
    pub(crate) fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// The folder with `ca.pem`, and with `other.pem` of the other authority.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A certificate for a server of that name.
    pub(crate) fn for_server(&self, name: &str) -> Signed {
        self.sign(CertificateParams::new([name.to_owned()]).unwrap())
    }

    /// A certificate for a client who is called that, in the files `client.pem` and `client.key`.
    pub(crate) fn for_client(&self, name: &str) {
        let mut parameters = CertificateParams::default();
        parameters.distinguished_name.push(DnType::CommonName, name);
        let signed = self.sign(parameters);
        std::fs::write(self.file("client.pem"), signed.certificate).unwrap();
        std::fs::write(self.file("client.key"), signed.key).unwrap();
    }

    fn sign(&self, parameters: CertificateParams) -> Signed {
        let key = KeyPair::generate().unwrap();
        let certificate = parameters.signed_by(&key, &self.issuer).unwrap();
        Signed { certificate: certificate.pem(), key: key.serialize_pem() }
    }
}

fn issuer(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut parameters = CertificateParams::default();
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    parameters.distinguished_name.push(DnType::CommonName, name);
    CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap()
}
