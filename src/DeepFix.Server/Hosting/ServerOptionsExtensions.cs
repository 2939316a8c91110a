using System.Globalization;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Hosting;

internal static class ServerOptionsExtensions
{
    /// <summary>Binds <see cref="ServerOptions"/> and checks them at start; a setting that does not exist is a fault, since it is most often a typing error.</summary>
    public static void AddServerOptions(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[$"{ServerOptions.Section}:{nameof(ServerOptions.SecretsFolder)}"] is { Length: > 0 } secrets)
            builder.Configuration.AddKeyPerFile(Path.GetFullPath(secrets), optional: false);
        builder.Services.AddOptions<ServerOptions>()
            .BindConfiguration(ServerOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ServerOptions>, ServerOptionsValidation>();
        // The host reads its own options before any setting is checked: a wrong one must not break the building of it.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(ShutdownSeconds(builder.Configuration)));
        builder.Services.AddSingleton(TimeProvider.System);
    }

    private static double ShutdownSeconds(IConfiguration configuration)
        => double.TryParse(configuration[$"{ServerOptions.Section}:{nameof(ServerOptions.ShutdownSeconds)}"], CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and <= 600
            ? seconds
            : new ServerOptions().ShutdownSeconds;
}
