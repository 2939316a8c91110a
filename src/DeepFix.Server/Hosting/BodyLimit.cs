using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Hosting;

internal static class BodyLimit
{
    /// <summary>Bodies are read up to the operator's limit; whoever reads further gets 413.</summary>
    public static void UseBodyLimit(this IApplicationBuilder app)
    {
        IOptions<ServerOptions> options = app.ApplicationServices.GetRequiredService<IOptions<ServerOptions>>();
        app.Use((http, next) =>
        {
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = options.Value.MaxRequestBytes;
            return next(http);
        });
    }
}
