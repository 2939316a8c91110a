using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DeepFix.Mlflow.Http;

/// <summary>Which certificates are accepted and shown, as MLflow's own client takes it.</summary>
internal static class TlsSettings
{
    [SuppressMessage("Security", "CA5359", Justification = "The user asked for it by name; nothing else switches it on.")]
    public static SslClientAuthenticationOptions From(MlflowOptions options)
    {
        var tls = new SslClientAuthenticationOptions();
        if (options.InsecureTls == true)
        {
            if (options.ServerCertificatePath is not null)
                throw new MlflowException(MlflowErrorCode.CertificateRefused, "Insecure TLS and a certificate path exclude each other.", "Set one of MLFLOW_TRACKING_INSECURE_TLS and MLFLOW_TRACKING_SERVER_CERT_PATH.");

            tls.RemoteCertificateValidationCallback = AcceptAny;
        }
        else
        {
            tls.RemoteCertificateValidationCallback = Validate;
            if (options.ServerCertificatePath is { } path) tls.CertificateChainPolicy = TrustOnly(path);
        }

        if (options.ClientCertificatePath is { } client)
            tls.ClientCertificates = [Load(client, static p => X509Certificate2.CreateFromPemFile(p))];

        return tls;
    }

    [SuppressMessage("Security", "CA5359", Justification = "The user asked for it by name; nothing else switches it on.")]
    [SuppressMessage("Security", "MA0039", Justification = "The user asked for it by name; nothing else switches it on.")]
    private static bool AcceptAny(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => true;

    private static X509ChainPolicy TrustOnly(string path)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        _ = Load(path, p =>
        {
            policy.CustomTrustStore.ImportFromPemFile(p);
            return policy;
        });
        return policy;
    }

    private static bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;

        string host = sender is SslStream stream ? stream.TargetHostName : "the server";
        string reason = errors switch
        {
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => "it shows none",
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => "it was issued for another name",
            _ => chain?.ChainStatus is [{ StatusInformation: var information }, ..] ? information.Trim().TrimEnd('.') : "its chain is not trusted",
        };

        // Thrown rather than returned: only here is known what was wrong.
        throw TransportFailure.CertificateRefused(host, reason);
    }

    private static T Load<T>(string path, Func<string, T> load)
    {
        try
        {
            return load(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new MlflowException(MlflowErrorCode.CertificateRefused, $"The certificate file '{path}' cannot be read: {e.Message}", "Name a readable PEM file.", isTransient: false, e);
        }
    }
}
