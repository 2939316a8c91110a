namespace DeepFix.Mlflow.Artifacts;

/// <summary>How far a download is.</summary>
/// <param name="FilesDone">Files that are complete or were given up.</param>
/// <param name="FilesTotal">Files that were chosen.</param>
/// <param name="BytesTransferred">Bytes that arrived so far.</param>
/// <param name="Path">The file that just ended.</param>
public readonly record struct DownloadProgress(int FilesDone, int FilesTotal, long BytesTransferred, string Path);
