using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace DeepFix.Server.Security;

/// <summary>The addresses that the server really listens on.</summary>
internal sealed class ListeningAddresses(IServer server)
{
    /// <summary>Whether only programs on this machine can reach the server.</summary>
    public bool AreLoopbackOnly
        => server.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } addresses && addresses.All(a => Origin.IsLoopbackHost(BindingAddress.Parse(a).Host));
}
