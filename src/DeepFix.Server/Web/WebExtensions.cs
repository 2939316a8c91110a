using DeepFix.Api;
using DeepFix.Server.Hosting;
using DeepFix.Server.Jobs.Store;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Web;

/// <summary>The web page: rendered here, without a session, and whole without script.</summary>
internal static class WebExtensions
{
    public static void AddWebPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSingleton<Browsing>();
        services.AddSingleton<RunVerdicts>();
        services.AddDataProtection().SetApplicationName("DeepFix");
        services.AddOptions<KeyManagementOptions>().Configure<IServiceProvider>(static (keys, provider) => keys.XmlRepository = new ProtectionKeys(() => Repository(provider)));
        services.AddAntiforgery(static forms =>
        {
            forms.Cookie.Name = "deepfix.form";
            forms.Cookie.HttpOnly = true;
            forms.Cookie.SameSite = SameSiteMode.Strict;
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // Framing is refused already, and altogether.
            forms.SuppressXFrameOptionsHeader = true;
        });
    }

    /// <summary>Before the caller is looked at: what goes wrong from here on is told as a page where one was asked for.</summary>
    public static void UseWebRoutes(this IApplicationBuilder app) => app.Use(WebRoute.RememberAsync);

    /// <summary>Lets no form in that was not made here.</summary>
    public static void UseForms(this IApplicationBuilder app)
    {
        app.UseAntiforgery();
        app.Use(static (http, next) => http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } ? throw Foreign() : next(http));
    }

    public static void MapWebPages(this IEndpointRouteBuilder routes)
    {
        WebAsset.Map(routes);
        WebRoute.Mark(routes.MapRazorComponents<App>());
        WebActions.Map(routes);
    }

    private static IXmlRepository Repository(IServiceProvider provider)
        => provider.GetRequiredService<IOptions<ServerOptions>>().Value.KeysFolder is { } folder
            ? new FileSystemXmlRepository(new DirectoryInfo(folder), provider.GetRequiredService<ILoggerFactory>())
            : new StoredKeys(provider.GetRequiredService<JobDatabase>());

    private static DeepFixException Foreign() => new(
        ErrorCode.Forbidden, "This form was not made here, or too long ago.", "Go back, load the page again, and send its form once more. Cookies of this site must be allowed.");
}
