using System.Text;

namespace DeepFix.Mlflow.Stores;

/// <summary>Reads small files that another process may be writing.</summary>
internal static class StoreFiles
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The text as it is, whatever its line ends.</summary>
    public static string ReadText(FileInfo file)
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Utf8, detectEncodingFromByteOrderMarks: false);
        return reader.ReadToEnd();
    }
}
