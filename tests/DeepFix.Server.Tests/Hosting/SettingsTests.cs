using DeepFix.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Tests.Hosting;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("AllowedTrackingHosts:0", "mlflow:5000", "DeepFix:AllowedTrackingHosts")]
    [InlineData("AllowedTrackingSchemes:0", "ftp", "DeepFix:AllowedTrackingSchemes")]
    [InlineData("AllowedArtifactRoots:0", "bucket", "DeepFix:AllowedArtifactRoots")]
    [InlineData("MaxRequestBytes", "0", "DeepFix:MaxRequestBytes")]
    [InlineData("PathBase", "deepfix", "DeepFix:PathBase")]
    [InlineData("PathBase", "/deepfix/", "DeepFix:PathBase")]
    [InlineData("TrustedProxies:0", "proxy.example", "DeepFix:TrustedProxies")]
    [InlineData("ShutdownSeconds", "-1", "DeepFix:ShutdownSeconds")]
    [InlineData("Fetch:TimeoutSeconds", "NaN", "DeepFix:Fetch:TimeoutSeconds")]
    [InlineData("Fetch:MaxConcurrency", "1000", "DeepFix:Fetch:MaxConcurrency")]
    [InlineData("Mlflow:Hosts:0:Url", "http://reader:hunter2@mlflow:5000", "DeepFix:Mlflow:Hosts:0:Url")]
    [InlineData("Mlflow:Hosts:0:Username", "reader", "DeepFix:Mlflow:Hosts:0")]
    [InlineData("ApiKeys:0:Name", "alice", "DeepFix:ApiKeys:0")]
    [InlineData("ApiKeys:0:Sha256", "hunter2", "DeepFix:ApiKeys:0")]
    [InlineData("RateLimit:RequestsPerMinute", "0", "DeepFix:RateLimit:RequestsPerMinute")]
    [InlineData("AllowedHosts:0", "https://deepfix.example.com", "DeepFix:AllowedHosts")]
    [InlineData("AllowedOrigins:0", "deepfix.example.com", "DeepFix:AllowedOrigins")]
    [InlineData("Knowledge:RedisConnectionString", "password=hunter2", "DeepFix:Knowledge:RedisConnectionString")]
    [InlineData("Knowledge:RedisConnectionString", "redis:6379,unknown=hunter2", "DeepFix:Knowledge:RedisConnectionString")]
    [InlineData("Knowledge:Embeddings:Kind", "Onnx", "DeepFix:Knowledge:Embeddings:Model")]
    public async Task Settings_that_make_no_sense_stop_the_start_and_are_named(string setting, string value, string named)
    {
        OptionsValidationException refused = await Should.ThrowAsync<OptionsValidationException>(() => StartAsync(("DeepFix:" + setting, value)));

        refused.Message.ShouldContain(named);
        refused.Message.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task A_setting_that_does_not_exist_stops_the_start()
        => (await Should.ThrowAsync<InvalidOperationException>(() => StartAsync(("DeepFix:AllowedTrackingHost", "http://mlflow:5000")))).Message.ShouldContain("AllowedTrackingHost");

    [Fact]
    public void Secrets_are_read_from_a_mounted_folder()
    {
        string folder = Directory.CreateTempSubdirectory("deepfix-secrets-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "DeepFix__Mlflow__Hosts__0__Password"), "hunter2\n");
            var builder = WebApplication.CreateBuilder();
            builder.Configuration.AddInMemoryCollection([new("DeepFix:SecretsFolder", folder), new("DeepFix:Mlflow:Hosts:0:Url", "http://mlflow:5000"), new("DeepFix:Mlflow:Hosts:0:Username", "reader")]);

            builder.AddServerOptions();

            using var services = builder.Services.BuildServiceProvider();
            services.GetRequiredService<IOptions<ServerOptions>>().Value.Mlflow.Hosts.ShouldHaveSingleItem().Password.ShouldBe("hunter2");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(null, null, "http://localhost:8000")]
    [InlineData("urls", "http://127.0.0.1:9000", "http://127.0.0.1:9000")]
    [InlineData("http_ports", "8080", null)]
    public void The_address_is_ours_unless_another_is_asked_for(string? setting, string? value, string? address)
    {
        var builder = WebApplication.CreateBuilder();
        if (setting is not null) builder.Configuration.AddInMemoryCollection([new(setting, value)]);

        builder.ListenOnLoopbackByDefault();

        builder.Configuration["urls"].ShouldBe(address);
    }

    private static async Task StartAsync((string Name, string Value) setting)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("urls", "http://127.0.0.1:0"), new(setting.Name, setting.Value)]);
        builder.ListenOnLoopbackByDefault();
        builder.AddServerOptions();
        builder.Logging.ClearProviders();
        await using WebApplication app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
    }
}
