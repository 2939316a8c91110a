using Microsoft.Playwright;

namespace DeepFix.Web.ServiceTests;

/// <summary>What the workflows have in common.</summary>
internal static class Steps
{
    /// <summary>From the start page to the runs of this way's experiment.</summary>
    public static async Task ToRunsAsync(this Window window, Site site, Way way)
    {
        await window.Page.GotoAsync("/");
        await window.WriteAsync(window.Field("MLflow address"), site.Mlflow);
        await window.PressAsync(window.Button("Show experiments"));
        await window.PressAsync(window.Link(way.Experiment));
        await Assertions.Expect(window.Heading).ToHaveTextAsync(way.Experiment);
        await window.ShouldFitAsync();
    }

    /// <summary>Waits for a result as its reader does: with script by looking, without by asking again.</summary>
    public static async Task ToResultAsync(this Window window, Way way)
    {
        for (int i = 0; !way.HasScript && i < 10; i++)
        {
            await window.Heading.WaitForAsync();
            if (window.Page.Url.Contains("/results/", StringComparison.Ordinal)) break;
            await window.PressAsync(window.Link("Look again"));
        }

        await window.Page.WaitForURLAsync("**/results/**");
        await Assertions.Expect(window.Page.Locator(".verdict .sentence")).ToBeVisibleAsync();
        await window.ShouldFitAsync();
    }
}
