using Microsoft.Playwright;

namespace DeepFix.Web.ServiceTests;

/// <summary>Each workflow by telephone and at a desk, light and dark, with and without script, by mouse and by keyboard.</summary>
public static class WorkflowTests
{
    public sealed class Analyse(Site site)
    {
        [Theory]
        [MemberData(nameof(Way.Rows), MemberType = typeof(Way))]
        public async Task A_run_is_analysed_and_its_result_read(int width, bool dark, bool script, bool keyboard)
        {
            var way = new Way(width, dark, script, keyboard);
            await using Window window = await site.OpenAsync(way);
            await window.ToRunsAsync(site, way);

            await window.PressAsync(window.Link("to analyse"));
            await Assertions.Expect(window.Heading).ToHaveTextAsync("to analyse");
            await window.ShouldFitAsync();
            await window.PressAsync(window.Button("Analyse this run"));
            await window.ToResultAsync(way);

            await Assertions.Expect(window.Heading).ToHaveTextAsync("to analyse");
            await Assertions.Expect(window.Page.Locator(".sentence")).ToContainTextAsync("learning rate too high", new LocatorAssertionsToContainTextOptions { IgnoreCase = true });
            await window.PressAsync(window.Link("The run"));
            await Assertions.Expect(window.Link("Read the result")).ToBeVisibleAsync();
        }
    }

    public sealed class Compare(Site site)
    {
        [Theory]
        [MemberData(nameof(Way.Rows), MemberType = typeof(Way))]
        public async Task Two_runs_are_chosen_and_compared(int width, bool dark, bool script, bool keyboard)
        {
            var way = new Way(width, dark, script, keyboard);
            await using Window window = await site.OpenAsync(way);
            await window.ToRunsAsync(site, way);

            await window.PressAsync(window.Page.GetByLabel("Choose steady for a comparison"));
            await window.PressAsync(window.Page.GetByLabel("Choose unknown for a comparison"));
            if (script) await Assertions.Expect(window.Page.GetByText("2 chosen")).ToBeVisibleAsync();
            await window.PressAsync(window.Button("Compare the chosen runs"));
            await Assertions.Expect(window.Heading).ToHaveTextAsync("Compare runs");
            await window.ShouldFitAsync();
            await window.PressAsync(window.Button("Compare"));

            await Assertions.Expect(window.Heading).ToContainTextAsync("Comparison");
            await Assertions.Expect(window.Link("steady")).ToBeVisibleAsync();
            await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "What differs" })).ToBeVisibleAsync();
            await window.ShouldFitAsync();
        }
    }

    public sealed class Ask(Site site)
    {
        [Theory]
        [MemberData(nameof(Way.Rows), MemberType = typeof(Way))]
        public async Task The_knowledge_base_is_asked_and_its_answers_name_their_sources(int width, bool dark, bool script, bool keyboard)
        {
            await using Window window = await site.OpenAsync(new Way(width, dark, script, keyboard));
            await window.Page.GotoAsync("/");

            await window.PressAsync(window.Link("Knowledge"));
            await Assertions.Expect(window.Heading).ToHaveTextAsync("Ask about training");
            await window.WriteAsync(window.Field("Question or keywords"), "validation loss rises while training loss falls");
            await window.PressAsync(window.Button("Ask"));

            await Assertions.Expect(window.Page.GetByRole(AriaRole.Article).First).ToContainTextAsync("Source");
            (await window.Field("Question or keywords").InputValueAsync()).ShouldBe("validation loss rises while training loss falls");
            await window.ShouldFitAsync();
        }
    }

    public sealed class Browse(Site site)
    {
        [Theory]
        [MemberData(nameof(Way.Rows), MemberType = typeof(Way))]
        public async Task Experiments_are_browsed_with_verdicts_and_what_has_none_has_a_button(int width, bool dark, bool script, bool keyboard)
        {
            var way = new Way(width, dark, script, keyboard);
            await using Window window = await site.OpenAsync(way);
            await window.ToRunsAsync(site, way);
            await Assertions.Expect(Row("judged before")).ToContainTextAsync("Overfitting");
            await Assertions.Expect(Row("clean before")).ToContainTextAsync("No fault found");
            await Assertions.Expect(Row("unknown")).ToContainTextAsync("Not analysed");

            await window.PressAsync(window.Button("Analyse unknown"));
            await window.ToResultAsync(way);

            await window.ToRunsAsync(site, way);
            await Assertions.Expect(Row("unknown")).ToContainTextAsync("Learning rate too high", new LocatorAssertionsToContainTextOptions { IgnoreCase = true });
            await window.PressAsync(window.Link("Jobs"));
            await Assertions.Expect(window.Heading).ToHaveTextAsync("Jobs");
            await window.ShouldFitAsync();

            ILocator Row(string name) => window.Page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { Has = window.Link(name) });
        }
    }
}
