using System.Globalization;
using System.Text;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>Gives artifacts file names that are safe on every system: a path that is not keeps none of its parts but a plain extension.</summary>
internal sealed class LocalNames
{
    private const int MaxSegmentBytes = 200;
    private const int MaxPathLength = 1000;
    private const string Reserved = ".deepfix-";
    private const string Renamed = "renamed";
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"];

    // File systems that ignore case would give two artifacts one file.
    private readonly HashSet<string> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _folders = new(StringComparer.OrdinalIgnoreCase);
    private int _generated;

    /// <summary>A path relative to the target folder, with forward slashes, that no other artifact got.</summary>
    public string For(string artifactPath)
    {
        if (IsSafe(artifactPath) && Take(artifactPath)) return artifactPath;
        string name;
        do
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{Renamed}/{++_generated:D4}{Extension(artifactPath)}");
        }
        while (!Take(name));
        return name;
    }

    /// <summary>The name under which the n-th file is written until it is whole; no artifact gets it.</summary>
    public static string Partial(int number) => string.Create(CultureInfo.InvariantCulture, $"{Reserved}{number}.part");

    // The folder of generated names is ours alone: an artifact of that name would leave no room for them.
    private static bool IsSafe(string path) =>
        path.Length is > 0 and <= MaxPathLength && path.Split('/').All(IsSafeSegment) && !path.Split('/')[0].Equals(Renamed, StringComparison.OrdinalIgnoreCase);

    private static bool IsSafeSegment(string segment) =>
        segment.Length > 0
        && segment[^1] is not ('.' or ' ')
        && segment[0] != ' '
        && !segment.StartsWith(Reserved, StringComparison.OrdinalIgnoreCase)
        && Encoding.UTF8.GetByteCount(segment) <= MaxSegmentBytes
        && segment.EnumerateRunes().All(IsSafeRune)
        && !IsDevice(segment);

    // A lone surrogate is enumerated as the replacement character.
    private static bool IsSafeRune(Rune rune) => !Rune.IsControl(rune) && rune.Value is not (0xFFFD or '<' or '>' or ':' or '"' or '\\' or '|' or '?' or '*');

    private static bool IsDevice(string segment)
    {
        var stem = segment.Split('.', 2)[0].TrimEnd();
        if (Devices.Contains(stem, StringComparer.OrdinalIgnoreCase)) return true;
        return stem.Length == 4
            && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase))
            && stem[3] is (>= '0' and <= '9') or '¹' or '²' or '³';
    }

    private static string Extension(string path)
    {
        var dot = path.LastIndexOf('.');
        var extension = dot < 0 ? "" : path[dot..];
        return extension.Length is >= 2 and <= 9 && extension.Skip(1).All(char.IsAsciiLetterOrDigit) ? extension : "";
    }

    private bool Take(string path)
    {
        if (_files.Contains(path) || _folders.Contains(path)) return false;
        var parents = Parents(path);
        if (parents.Any(_files.Contains)) return false;
        _files.Add(path);
        _folders.UnionWith(parents);
        return true;
    }

    private static List<string> Parents(string path)
    {
        var parents = new List<string>();
        for (var parent = RelativePath.Parent(path); parent.Length > 0; parent = RelativePath.Parent(parent)) parents.Add(parent);
        return parents;
    }
}
