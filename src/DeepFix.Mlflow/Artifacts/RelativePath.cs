using System.Text;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>Paths below a root: forward slashes, no step upwards, nothing absolute.</summary>
internal static class RelativePath
{
    /// <summary>The path of a folder without slashes at its ends; "" is the root.</summary>
    public static string Folder(string path) => path.Length == 0 ? path : Checked(path.EndsWith('/') ? path[..^1] : path);

    /// <summary>The path of a file.</summary>
    public static string File(string path) => path.Length == 0 ? throw Refused(path) : Checked(path);

    /// <summary>Whether the path stays below its root, whichever of the two slashes a system separates with.</summary>
    public static bool IsInside(string path)
    {
        if (path.Contains('\0')) return false;
        foreach (var segment in path.Split('/'))
        {
            if (segment is "" or ".") return false;
            if (segment.Split('\\').Contains("..", StringComparer.Ordinal)) return false;
        }
        return true;
    }

    public static string Join(string folder, string path) => folder.Length == 0 ? path : path.Length == 0 ? folder : $"{folder}/{path}";

    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    public static string Parent(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "";

    /// <summary>Each segment percent-encoded once, as UTF-8; the slashes between stay.</summary>
    public static string Escape(string path)
    {
        var escaped = new StringBuilder();
        foreach (var segment in path.Split('/'))
        {
            if (escaped.Length > 0) escaped.Append('/');
            escaped.Append(Uri.EscapeDataString(segment));
        }
        return escaped.ToString();
    }

    public static MlflowException NotFound(string path, string where, int? httpStatus = null) =>
        new(MlflowErrorCode.ArtifactNotFound, $"There is no artifact '{path}' at {where}.", "List the run's artifacts to see what it has.") { Host = where, HttpStatus = httpStatus };

    private static string Checked(string path) => IsInside(path) ? path : throw Refused(path);

    private static MlflowException Refused(string path) =>
        new(MlflowErrorCode.InvalidParameter, $"'{path}' is no path below the run's artifact root.", "Give a relative path with forward slashes and without '..'.");
}
