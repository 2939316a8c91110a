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
        builder.Services.AddSingleton(TimeProvider.System);
    }
}
