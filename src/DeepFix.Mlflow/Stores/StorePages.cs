using System.Globalization;

namespace DeepFix.Mlflow.Stores;

/// <summary>Pages of a store on disk: the token is how many candidates were looked at.</summary>
internal static class StorePages
{
    /// <summary>Reads candidates from where the token points until a page is full.</summary>
    /// <param name="candidates">All candidates, in their order.</param>
    /// <param name="most">The size of the page.</param>
    /// <param name="token">The token of the page before.</param>
    /// <param name="read">Reads one; null where it does not match.</param>
    /// <exception cref="MlflowException">With <see cref="MlflowErrorCode.InvalidParameter"/>: the token is none of ours.</exception>
    public static async Task<Page<T>> CutAsync<TCandidate, T>(IReadOnlyList<TCandidate> candidates, int most, string? token, Func<TCandidate, Task<T?>> read)
        where T : class
    {
        int next = Offset(token);
        List<T> found = [];
        for (; next < candidates.Count && found.Count < most; next++)
        {
            if (await read(candidates[next]) is { } item) found.Add(item);
        }

        return new Page<T>(found, next < candidates.Count ? next.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static int Offset(string? token)
        => string.IsNullOrEmpty(token) ? 0
            : int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out int offset) ? offset
            : throw new MlflowException(MlflowErrorCode.InvalidParameter, "The page token is not one of this store's.", "Begin again at the first page.");
}
