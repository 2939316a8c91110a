using DeepFix.Api;
using DeepFix.Server.Security;
using Microsoft.AspNetCore.Components;

namespace DeepFix.Server.Web;

/// <summary>A page that is loaded once and rendered once. What keeps it from loading is shown in it, with the status that the API would answer.</summary>
public abstract class WebPage : ComponentBase
{
    [CascadingParameter]
    private protected HttpContext Http { get; set; } = null!;

    /// <summary>What kept the page from loading; null where nothing did.</summary>
    private protected DeepFixException? Failure { get; private set; }

    private protected WebLinks Links => Http.Links();

    /// <summary>Loads what the page shows.</summary>
    /// <exception cref="DeepFixException">It cannot be shown.</exception>
    protected abstract Task LoadAsync(CancellationToken cancellationToken);

    /// <summary>Loads first and renders then: a page that is half there is shown to nobody.</summary>
    public sealed override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        try
        {
            await LoadAsync(Http.RequestAborted);
        }
        catch (DeepFixException failure)
        {
            Failure = OperatorRemedies.ForCaller(failure);
            // While the page is rendered all is well: at a 404 the renderer would leave the answer to others.
            Http.Response.OnStarting(() =>
            {
                Http.Response.StatusCode = failure.Code.Status();
                return Task.CompletedTask;
            });
        }

        await base.SetParametersAsync(ParameterView.Empty);
    }
}
