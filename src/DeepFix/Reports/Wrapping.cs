using System.Text;

namespace DeepFix.Reports;

/// <summary>Breaks sentences into lines.</summary>
public static class Wrapping
{
    /// <summary>At most so many lines; what does not fit is cut at a word, and an ellipsis says so.</summary>
    /// <param name="sentence">Words, separated by spaces.</param>
    /// <param name="indent">Put in front of every line.</param>
    /// <param name="width">Columns of a line, the indent included.</param>
    /// <param name="maxLines">Lines at most.</param>
    public static IEnumerable<string> Lines(string sentence, string indent, int width, int maxLines)
    {
        string[] words = sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int next = 0;
        for (int count = 1; next < words.Length; count++)
        {
            bool isLast = count == maxLines;
            var line = new StringBuilder(indent).Append(words[next++]);
            while (next < words.Length && line.Length + 1 + words[next].Length <= width) line.Append(' ').Append(words[next++]);
            if (!isLast || next == words.Length)
            {
                yield return line.ToString();
                if (isLast) yield break;
                continue;
            }

            yield return WithEllipsis(line, indent.Length, width);
            yield break;
        }
    }

    private static string WithEllipsis(StringBuilder line, int indent, int width)
    {
        while (line.Length + 2 > width && line.ToString().LastIndexOf(' ') is var space && space > indent) line.Length = space;
        return line.Append(" …").ToString();
    }
}
