namespace DeepFix.Server.Hosting;

/// <summary>How one tracking server is logged in to: an entry of <c>DeepFix:Mlflow:Hosts</c>.</summary>
internal sealed record MlflowHostOptions
{
    /// <summary>The server, as <c>scheme://host:port</c>.</summary>
    public string Url { get; init; } = "";

    /// <summary>User name of basic authentication.</summary>
    public string? Username { get; init; }

    /// <summary>Password of basic authentication.</summary>
    public string? Password { get; init; }

    /// <summary>Bearer token, instead of user name and password.</summary>
    public string? Token { get; init; }

    /// <summary>Workspace, for servers that have them.</summary>
    public string? Workspace { get; init; }

    /// <summary>PEM file of the certificate authorities to trust.</summary>
    public string? ServerCertificatePath { get; init; }

    /// <summary>PEM file with client certificate and key.</summary>
    public string? ClientCertificatePath { get; init; }

    /// <summary>Accept any certificate: only for trying out.</summary>
    public bool InsecureTls { get; init; }

    /// <summary>Never printed: it holds secrets.</summary>
    public override string ToString() => nameof(MlflowHostOptions);
}
