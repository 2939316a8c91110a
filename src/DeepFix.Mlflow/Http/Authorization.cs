using System.Net.Http.Headers;
using System.Text;

namespace DeepFix.Mlflow.Http;

/// <summary>How the client identifies itself to the tracking server: a name with a password wins over a token, as in MLflow's own client.</summary>
internal static class Authorization
{
    /// <summary>The header to send; null for none.</summary>
    public static AuthenticationHeaderValue? From(MlflowOptions options)
    {
        if (options is { Username.Length: > 0, Password: { } password })
            return new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Username}:{password}")));

        return options.Token is { Length: > 0 } token ? new("Bearer", token) : null;
    }
}
