using Microsoft.Net.Http.Headers;

namespace DeepFix.Server.Errors;

/// <summary>What form of an answer a caller asks for.</summary>
internal static class Accepted
{
    /// <summary>How much a caller likes a media type that it names: 0 to 1, 0 where it does not name it.</summary>
    public static double Quality(HttpRequest request, string type)
        => MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
            ? accepted.Where(a => a.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(a => a.Quality ?? 1).DefaultIfEmpty(0).Max()
            : 0;
}
