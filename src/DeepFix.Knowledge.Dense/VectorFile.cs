using System.Security.Cryptography;
using System.Text;

namespace DeepFix.Knowledge.Dense;

/// <summary>Vectors of all items in a file beside: its name says of which items and which model, its end that it is whole.</summary>
internal static class VectorFile
{
    private const int HashBytes = 32, NameBytes = 12;
    private static readonly byte[] Magic = "DFVEC1\0\0"u8.ToArray();

    /// <summary>Where the vectors lie that a model made of one version of the items.</summary>
    public static string PathOf(string folder, string knowledgeVersion, string model)
        => Path.Combine(folder, $"vectors-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{knowledgeVersion.Length}:{knowledgeVersion}|{model}"))[..NameBytes])}.bin");

    /// <summary>The vectors that were kept; null where there are none, or the file is damaged.</summary>
    public static ItemVectors? Read(string path, IReadOnlyList<string> ids)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            int header = Magic.Length + sizeof(int);
            if (bytes.Length < header + HashBytes || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic)) return null;
            if (!SHA256.HashData(bytes.AsSpan(0, bytes.Length - HashBytes)).AsSpan().SequenceEqual(bytes.AsSpan(bytes.Length - HashBytes))) return null;
            int dimensions = BitConverter.ToInt32(bytes, Magic.Length);
            if (bytes.Length != header + HashBytes + (long)ids.Count * dimensions * sizeof(float)) return null;
            var vectors = new float[ids.Count][];
            for (int i = 0; i < vectors.Length; i++)
            {
                vectors[i] = new float[dimensions];
                Buffer.BlockCopy(bytes, header + i * dimensions * sizeof(float), vectors[i], 0, dimensions * sizeof(float));
            }

            return new ItemVectors(ids, vectors);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Keeps the vectors; another process finds all of them or none.</summary>
    /// <exception cref="IOException">The folder takes no file.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder takes no file.</exception>
    public static void Write(string path, ItemVectors vectors)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var bytes = new MemoryStream();
        bytes.Write(Magic);
        bytes.Write(BitConverter.GetBytes(vectors.Dimensions));
        foreach (float[] vector in vectors.Vectors) bytes.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(vector.AsSpan()));
        bytes.Write(SHA256.HashData(bytes.ToArray()));
        string whole = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllBytes(whole, bytes.ToArray());
        File.Move(whole, path, overwrite: true);
    }
}
