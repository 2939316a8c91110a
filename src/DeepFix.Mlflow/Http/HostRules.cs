using System.Collections.Concurrent;

namespace DeepFix.Mlflow.Http;

/// <summary>Which hosts may be spoken to: those listed, or, where none are listed, the tracking host and those named with <see cref="Name"/>.</summary>
internal sealed class HostRules
{
    private readonly ConcurrentDictionary<string, bool> _allowed = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _listed;

    public HostRules(Uri trackingUri, IReadOnlyList<string>? allowedHosts)
    {
        _listed = allowedHosts is not null;
        foreach (string host in allowedHosts ?? [])
        {
            if (!Uri.TryCreate(host, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
                throw new MlflowException(MlflowErrorCode.UnsupportedUri, $"The allowed host '{host}' is not of the form scheme://host:port.", "Write it as http://host:port or https://host:port.");

            _allowed[Origin(uri)] = true;
        }

        Name(trackingUri);
    }

    /// <summary>Names one more host, as the root of artifacts that were asked for. Without effect where hosts are listed.</summary>
    public void Name(Uri uri)
    {
        if (!_listed) _allowed[Origin(uri)] = true;
    }

    /// <summary>Throws where the host of an address may not be spoken to.</summary>
    public void Check(Uri uri)
    {
        if (uri.Scheme is not ("http" or "https"))
            throw new MlflowException(MlflowErrorCode.UnsupportedUri, $"The scheme '{uri.Scheme}' is not one of http and https.", "Use an http or https address.");

        if (!_allowed.ContainsKey(Origin(uri)))
            throw new MlflowException(MlflowErrorCode.HostNotAllowed, $"The host {Hosts.Show(uri)} is not on the list of allowed hosts.", $"Add {Origin(uri)} to the allowed hosts if it is meant to be reached.") { Host = Hosts.Show(uri) };
    }

    private static string Origin(Uri uri) => $"{uri.Scheme}://{Hosts.Show(uri)}";
}
