using System.Runtime.CompilerServices;

namespace DeepFix.Mlflow.Rest;

/// <summary>Follows page tokens to their end, without going in circles.</summary>
internal static class Pages
{
    // A server may filter a page down to nothing; one that does so without end is broken.
    private const int MostEmptyInARow = 100;

    public static async IAsyncEnumerable<T> AllAsync<T>(
        Func<string?, CancellationToken, Task<(IReadOnlyList<T> Items, string? Next)>> page,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // The file store has been seen to give a token that points at its own page.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? token = null;
        int empty = 0;
        do
        {
            var (items, next) = await page(token, cancellationToken);
            foreach (var item in items)
                yield return item;

            empty = items.Count == 0 ? empty + 1 : 0;
            token = next;
        }
        while (token is { Length: > 0 } && empty < MostEmptyInARow && seen.Add(token));
    }
}
