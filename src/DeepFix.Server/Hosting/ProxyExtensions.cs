using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace DeepFix.Server.Hosting;

/// <summary>The server behind a proxy: under a path, and with the caller's address and scheme from the proxies that the operator names.</summary>
internal static class ProxyExtensions
{
    public static void AddProxies(this IServiceCollection services)
        => services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ServerOptions>>(static (forwarded, server) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (string proxy in server.Value.TrustedProxies)
                forwarded.KnownIPNetworks.Add(NetworkOf(proxy)!.Value);
        });

    /// <summary>Before all that reads the path or the caller's address.</summary>
    public static void UseProxies(this WebApplication app)
    {
        // Settings that make no sense stop the start later on, in a sentence; here they are only passed over.
        IConfigurationSection settings = app.Configuration.GetSection(ServerOptions.Section);
        if (settings.GetSection(nameof(ServerOptions.TrustedProxies)).Exists()) app.UseForwardedHeaders();
        if (settings[nameof(ServerOptions.PathBase)] is { Length: > 1 } path && path[0] == '/') app.UsePathBase(path);
        // Routing has to come after the path is cut.
        app.UseRouting();
    }

    /// <summary>An address or a network; null where it is neither.</summary>
    public static IPNetwork? NetworkOf(string proxy)
        => IPNetwork.TryParse(proxy, out IPNetwork network) ? network
            : IPAddress.TryParse(proxy, out IPAddress? address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : null;
}
