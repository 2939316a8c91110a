using Microsoft.Playwright;

namespace DeepFix.Web.ServiceTests;

/// <summary>A browser window, used in one way: whatever is pressed is pressed by mouse or by keys alone.</summary>
public sealed class Window(Way way, IBrowserContext context, IPage page) : IAsyncDisposable
{
    private const int MostTabs = 120;

    public IPage Page => page;

    public ILocator Heading => page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 });

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    public ILocator Link(string name) => page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = name, Exact = true });

    public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    public ILocator Field(string label) => page.GetByLabel(label, new PageGetByLabelOptions { Exact = true });

    /// <summary>Presses a link, a button or a box.</summary>
    public async Task PressAsync(ILocator what)
    {
        if (!way.ByKeyboard)
        {
            await what.ClickAsync();
            return;
        }

        await ReachAsync(what);
        bool isBox = await what.GetAttributeAsync("type") == "checkbox";
        await page.Keyboard.PressAsync(isBox ? "Space" : "Enter");
    }

    /// <summary>Writes into a field.</summary>
    public async Task WriteAsync(ILocator field, string text)
    {
        if (!way.ByKeyboard)
        {
            await field.FillAsync(text);
            return;
        }

        await ReachAsync(field);
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.InsertTextAsync(text);
    }

    /// <summary>The page fits the window, and its heading can be read.</summary>
    public async Task ShouldFitAsync()
    {
        await Heading.WaitForAsync();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(await page.EvaluateAsync<int>("document.documentElement.clientWidth"), page.Url);
    }

    /// <summary>Goes from one to the next as a keyboard does, and sees where it is.</summary>
    private async Task ReachAsync(ILocator what)
    {
        await what.WaitForAsync();
        IElementHandle wanted = await what.ElementHandleAsync();
        for (int i = 0; i < MostTabs; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (!await wanted.EvaluateAsync<bool>("e => e === document.activeElement")) continue;
            (await wanted.EvaluateAsync<string>("e => getComputedStyle(e).outlineStyle")).ShouldNotBe("none", "what has the focus must be seen");
            return;
        }

        throw new InvalidOperationException($"{what} is not reached by Tab on {page.Url}.");
    }
}
