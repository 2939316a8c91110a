using System.Globalization;

namespace DeepFix.Mlflow.Http;

/// <summary>Hosts and URIs as they may be shown and compared.</summary>
internal static class Hosts
{
    /// <summary>Host and port.</summary>
    public static string Show(Uri uri) => string.Create(CultureInfo.InvariantCulture, $"{(uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost)}:{uri.Port}");

    /// <summary>Whether two addresses lead to the same scheme, host and port.</summary>
    public static bool AreSame(Uri one, Uri other) =>
        string.Equals(one.Scheme, other.Scheme, StringComparison.OrdinalIgnoreCase) && string.Equals(Show(one), Show(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>Without user information, query and fragment.</summary>
    public static Uri WithoutSecrets(Uri uri) => new(uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));
}
