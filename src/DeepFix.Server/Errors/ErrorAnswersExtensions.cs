using Microsoft.AspNetCore.Diagnostics;

namespace DeepFix.Server.Errors;

internal static class ErrorAnswersExtensions
{
    public static void AddErrorAnswers(this IServiceCollection services)
    {
        services.AddSingleton<FailureHandler>();
        services.AddSingleton<IExceptionHandler>(static provider => provider.GetRequiredService<FailureHandler>());
    }

    /// <summary>Gives every request its id and every failure its answer.</summary>
    public static void UseErrorAnswers(this IApplicationBuilder app)
    {
        app.Use(RequestIdFeature.Assign);
        app.UseExceptionHandler(static _ => { });
        app.UseStatusCodePages(UnroutedRequests.AnswerAsync);
    }
}
