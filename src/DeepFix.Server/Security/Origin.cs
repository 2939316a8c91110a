using System.Globalization;
using System.Net;

namespace DeepFix.Server.Security;

/// <summary>Scheme, host and port: what decides whether a tracking server may be spoken to. The host is in lower case and in ASCII.</summary>
internal sealed record Origin(string Scheme, string Host, int Port)
{
    /// <summary>The origin of an http or https address without path, user information or query; null for anything else.</summary>
    public static Origin? Parse(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0, AbsolutePath: "/" } && uri.Scheme is "http" or "https" && uri.Host.Length > 0
            ? Of(uri)
            : null;

    /// <summary>The origin of an http or https address.</summary>
    public static Origin Of(Uri uri) => new(uri.Scheme, uri.IdnHost.Trim('[', ']').ToLowerInvariant(), uri.Port);

    /// <summary>Whether the host is this machine, by its name or its address.</summary>
    public bool IsLoopback => IsLoopbackHost(Host);

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");

    /// <summary>Whether a host, with or without brackets, is this machine.</summary>
    public static bool IsLoopbackHost(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
