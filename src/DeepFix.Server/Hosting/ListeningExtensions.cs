namespace DeepFix.Server.Hosting;

/// <summary>Where the server listens.</summary>
internal static class ListeningExtensions
{
    /// <summary>Port 8000, since MLflow has 5000.</summary>
    public const string DefaultAddress = "http://localhost:8000";

    private static readonly string[] AddressSettings = ["urls", "http_ports", "https_ports"];

    /// <summary>Listens on <see cref="DefaultAddress"/> unless told otherwise by <c>--urls</c>, <c>ASPNETCORE_URLS</c> or Kestrel's own section.</summary>
    public static void ListenOnLoopbackByDefault(this WebApplicationBuilder builder)
    {
        bool isTold = AddressSettings.Any(s => builder.Configuration[s] is { Length: > 0 }) || builder.Configuration.GetSection("Kestrel:Endpoints").Exists();
        if (!isTold) builder.WebHost.UseUrls(DefaultAddress);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
    }
}
