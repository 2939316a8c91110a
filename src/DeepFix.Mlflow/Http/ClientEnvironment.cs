using System.Globalization;

namespace DeepFix.Mlflow.Http;

/// <summary>The settings that MLflow's own client finds around it: environment variables and the credentials file.</summary>
/// <param name="variable">The value of an environment variable, or null.</param>
/// <param name="credentialsFile">The lines of <c>~/.mlflow/credentials</c>, or null where there is none.</param>
internal sealed class ClientEnvironment(Func<string, string?> variable, Func<IEnumerable<string>?> credentialsFile)
{
    public static ClientEnvironment Process { get; } = new(Environment.GetEnvironmentVariable, ReadCredentialsFile);

    /// <summary>Fills in what the options leave open: from the URI's user information, then, where the options allow it, from the environment.</summary>
    public MlflowOptions Complete(MlflowOptions options, Uri trackingUri)
    {
        bool statesCredentials = options.Username is not null || options.Password is not null || options.Token is not null;
        if (!statesCredentials && trackingUri.UserInfo.Length > 0)
        {
            string[] parts = trackingUri.UserInfo.Split(':', 2);
            options = options with { Username = Uri.UnescapeDataString(parts[0]), Password = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "" };
            statesCredentials = true;
        }

        if (!options.UseEnvironment) return options;

        if (!statesCredentials)
        {
            options = options with
            {
                Username = Variable("MLFLOW_TRACKING_USERNAME") ?? FromFile("mlflow_tracking_username"),
                Password = Variable("MLFLOW_TRACKING_PASSWORD") ?? FromFile("mlflow_tracking_password"),
                Token = Variable("MLFLOW_TRACKING_TOKEN"),
            };
        }

        if (!options.StatesRequestTimeout) options = options with { RequestTimeout = Timeout(options.RequestTimeout) };

        return options with
        {
            InsecureTls = options.InsecureTls ?? IsTrue(Variable("MLFLOW_TRACKING_INSECURE_TLS")),
            ServerCertificatePath = options.ServerCertificatePath ?? Variable("MLFLOW_TRACKING_SERVER_CERT_PATH"),
            ClientCertificatePath = options.ClientCertificatePath ?? Variable("MLFLOW_TRACKING_CLIENT_CERT_PATH"),
            Workspace = options.Workspace ?? Variable("MLFLOW_WORKSPACE"),
        };
    }

    private static bool IsTrue(string? value) => value?.Trim().ToLowerInvariant() is "true" or "1";

    private TimeSpan Timeout(TimeSpan otherwise) =>
        double.TryParse(Variable("MLFLOW_HTTP_REQUEST_TIMEOUT"), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 1e6 ? TimeSpan.FromSeconds(seconds) : otherwise;

    private string? Variable(string name) => variable(name) is { Length: > 0 } value ? value : null;

    // An ini file; only its section [mlflow] counts.
    private string? FromFile(string key)
    {
        string section = "";
        foreach (string line in credentialsFile() ?? [])
        {
            string text = line.Trim();
            if (text is ['[', .. var name, ']'])
                section = name.Trim();
            else if (section == "mlflow" && text.IndexOfAny(['=', ':']) is > 0 and var at && text[..at].Trim().Equals(key, StringComparison.OrdinalIgnoreCase))
                return text[(at + 1)..].Trim() is { Length: > 0 } value ? value : null;
        }

        return null;
    }

    private static string[]? ReadCredentialsFile()
    {
        string path = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".mlflow", "credentials");
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlflowException(MlflowErrorCode.Unauthorized, $"The credentials file '{path}' cannot be read.", "Make it readable, or set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.", isTransient: false, e);
        }
    }
}
