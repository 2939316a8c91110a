using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DeepFix.Mlflow.Http;
using DeepFix.Mlflow.Tests.Manifests;
using DeepFix.Testing;

namespace DeepFix.Mlflow.Tests.Http;

public sealed class TlsTests : IDisposable
{
    private readonly X509Certificate2 _certificate = MakeCertificate("127.0.0.1");
    private readonly ScratchFolder _folder = new();

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Self_signed_certificate_is_refused()
    {
        await using var server = await FakeMlflow.StartAsync(certificate: _certificate);
        var failure = await Should.ThrowAsync<MlflowException>(() => GetAsync(server.Uri, new MlflowOptions { UseEnvironment = false }));
        failure.Code.ShouldBe(MlflowErrorCode.CertificateRefused);
        failure.Remedy.ShouldContain("MLFLOW_TRACKING_SERVER_CERT_PATH");
        failure.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task Certificate_named_in_the_options_is_accepted()
    {
        await using var server = await FakeMlflow.StartAsync(certificate: _certificate);
        string path = _folder.Write("ca.pem", _certificate.ExportCertificatePem());
        (await GetAsync(server.Uri, new MlflowOptions { UseEnvironment = false, ServerCertificatePath = path })).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Certificate_of_another_host_is_refused_even_where_its_issuer_is_trusted()
    {
        using var certificate = MakeCertificate("10.0.0.9");
        await using var server = await FakeMlflow.StartAsync(certificate: certificate);
        string path = _folder.Write("ca.pem", certificate.ExportCertificatePem());
        var failure = await Should.ThrowAsync<MlflowException>(() => GetAsync(server.Uri, new MlflowOptions { UseEnvironment = false, ServerCertificatePath = path }));
        failure.Code.ShouldBe(MlflowErrorCode.CertificateRefused);
        failure.Message.ShouldContain("another name");
    }

    [Fact]
    public async Task Any_certificate_is_accepted_where_insecure_tls_was_asked_for()
    {
        await using var server = await FakeMlflow.StartAsync(certificate: _certificate);
        (await GetAsync(server.Uri, new MlflowOptions { UseEnvironment = false, InsecureTls = true })).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Https_to_a_port_that_speaks_http_says_so()
    {
        await using var server = await FakeMlflow.StartAsync();
        var failure = await Should.ThrowAsync<MlflowException>(() => GetAsync(new Uri(server.Uri.AbsoluteUri.Replace("http:", "https:", StringComparison.Ordinal)), new MlflowOptions { UseEnvironment = false }));
        failure.Code.ShouldBe(MlflowErrorCode.ConnectionFailed);
        failure.Remedy.ShouldContain("https (not http)");
    }

    [Fact]
    public void Certificate_file_that_is_missing_is_named()
    {
        var failure = Should.Throw<MlflowException>(() => new MlflowHttp(new Uri("https://mlflow"), new MlflowOptions { UseEnvironment = false, ServerCertificatePath = _folder.Combine("none.pem") }));
        failure.Code.ShouldBe(MlflowErrorCode.CertificateRefused);
        failure.Message.ShouldContain("none.pem");
    }

    private static async Task<HttpStatusCode> GetAsync(Uri uri, MlflowOptions options)
    {
        using var http = new MlflowHttp(uri, options);
        using var response = await http.SendAsync(() => new(HttpMethod.Get, new Uri(http.Base, "health")), HttpCompletionOption.ResponseContentRead, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static X509Certificate2 MakeCertificate(string address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=deepfix test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        // Some platforms cannot serve a key that lives in memory only.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }
}
